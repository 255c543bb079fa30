// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { quote } from "./quote.ts";
import { evaluate, openRuntime } from "./testing.ts";

Deno.test("quote() gives a literal that Lua reads back as the same bytes", async () => {
  const lua = await openRuntime();
  fc.assert(fc.property(fc.oneof(fc.uint8Array(), fc.string({ unit: "binary" })), (value) => {
    const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
    evaluate(lua, `return ${quote(bytes)}`);
    assert.deepEqual(lua.bytesAt(lua.main, -1)?.slice(), bytes);
    lua.pop(lua.main, 1);
  }));
});

Deno.test("quote() keeps text readable", () => {
  assert.equal(quote(new TextEncoder().encode("grün\t\u0001")), '"grün\\t\\x01"');
  assert.equal(quote(Uint8Array.from([0x61, 0xff])), '"a\\xff"');
});
