// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { parse } from "yaml";
import { formatOption, writeValue } from "./output_format.ts";

Deno.test("formatOption() takes the first format as the default", () => {
  const option = formatOption(["table", "json"]);
  assert.deepEqual([option.default, option.completes], ["table", ["table", "json"]]);
});

Deno.test("writeValue() writes JSON and YAML that read as the value, whatever it is", async () => {
  await fc.assert(fc.asyncProperty(fc.jsonValue({ stringUnit: "binary" }), async (value) => {
    const plain = JSON.parse(JSON.stringify(value));
    assert.deepEqual(JSON.parse(await writeValue("json", value)), plain);
    assert.deepEqual(parse(await writeValue("yaml", value)), plain);
  }));
});

Deno.test("writeValue() quotes in YAML what would read as something else", async () => {
  const text = await writeValue("yaml", { a: "no", b: "1.0", c: "a: b", d: "null", e: undefined });
  assert.deepEqual(parse(text, { version: "1.1" }), { a: "no", b: "1.0", c: "a: b", d: "null" });
});

Deno.test("writeValue() writes one line for each figure as text", async () => {
  const value = { a: { b: 1, c: null }, list: [{ x: "1\n2" }, { x: true }], none: [], e: {} };
  const lines = ["a.b: 1", "a.c: null", "list.0.x: 1\\x0a2", "list.1.x: true", ""];
  assert.equal(await writeValue("text", value), lines.join("\n"));
});
