// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { eachSetting, variableName } from "../lib/config/mod.ts";
import { configurationDocument } from "./gen_configuration.ts";

Deno.test("configurationDocument() has one row for every setting, with its variable and meaning", () => {
  const rows = configurationDocument().split("\n").filter((line) => line.startsWith("| `"));
  const settings = eachSetting();
  assert.equal(rows.length, settings.length);
  settings.forEach(({ path, setting }, i) => {
    const cells = rows[i]!.split(/(?<!\\)\|/).map((cell) => cell.trim());
    assert.equal(cells.length, 8, rows[i]);
    assert.equal(cells[1], `\`${path}\``);
    assert.ok(cells[4]?.startsWith(`\`${variableName(path)}\``), rows[i]);
    assert.deepEqual(cells.slice(5, 7), [setting.reload, setting.description]);
  });
});
