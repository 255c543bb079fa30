// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { parseBytes } from "./units.ts";

Deno.test("parseBytes() reads plain numbers as bytes", () => {
  fc.assert(fc.property(fc.nat(), (bytes) => assert.equal(parseBytes(String(bytes)), bytes)));
});

Deno.test("parseBytes() reads decimal and binary units in any letter case", () => {
  assert.equal(parseBytes("64kB"), 64_000);
  assert.equal(parseBytes("64KiB"), 65_536);
  assert.equal(parseBytes("1.5 gib"), 1.5 * 2 ** 30);
  assert.equal(parseBytes("2M"), 2_000_000);
});

Deno.test("parseBytes() refuses what is no size", () => {
  for (const text of ["", "x", "-1", "1TB", "1 2", "MiB", "1e3", "9".repeat(30)]) {
    assert.throws(() => parseBytes(text), SyntaxError, text);
  }
});
