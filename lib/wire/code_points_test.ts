// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import fc from "fast-check";
import { codePointsToUtf16, utf16ToCodePoints } from "./code_points.ts";

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("a", "é", "𨭎", "\ud800", "\udc00", "🐱") }),
);

Deno.test("codePointsToUtf16() agrees with the string's own iteration", () => {
  fc.assert(fc.property(text, fc.nat(40), (value, count) => {
    assert.equal(codePointsToUtf16(value, count), [...value].slice(0, count).join("").length);
  }));
});

Deno.test("utf16ToCodePoints() gives back what codePointsToUtf16() was given", () => {
  fc.assert(fc.property(text, fc.nat(40), (value, count) => {
    const inside = Math.min(count, [...value].length);
    assert.equal(utf16ToCodePoints(value, codePointsToUtf16(value, inside)), inside);
  }));
});

Deno.test("utf16ToCodePoints() counts the whole text when the offset is beyond it", () => {
  assert.equal(utf16ToCodePoints("𨭎a", 99), 2);
});
