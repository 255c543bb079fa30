// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { computations, readComputations, scriptPath } from "./scripts.ts";

Deno.test("readComputations() has every computation in every language", () => {
  for (const ending of [".lua", ".js", ".py"]) {
    const found = readComputations(ending);
    assert.deepEqual(found.map(({ name }) => name), Object.keys(computations));
    for (const { name, code } of found) assert.ok(code.length > 0, name + ending);
  }
});

for (const [name, expected] of Object.entries(computations)) {
  Deno.test(`the computation ${name} prints in JavaScript what it has to print in every language`, async () => {
    const args = ["run", "--quiet", scriptPath(`${name}.js`)];
    const { stdout } = await new Deno.Command(Deno.execPath(), { args }).output();
    assert.equal(new TextDecoder().decode(stdout), `${expected}\n`);
  });
}
