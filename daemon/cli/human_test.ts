// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { humanBytes, humanSeconds, humanTime, printable } from "./human.ts";

Deno.test("humanBytes() changes the unit before a fourth digit is needed", () => {
  const texts = [0, 999, 1000, 1023, 1024, 102_000, 1_048_575, 5 * 1024 ** 3].map(humanBytes);
  assert.deepEqual(texts, [
    "0 B",
    "999 B",
    "1.0 KiB",
    "1.0 KiB",
    "1.0 KiB",
    "99.6 KiB",
    "1.0 MiB",
    "5.0 GiB",
  ]);
});

Deno.test("humanSeconds() names the two largest units that are not zero", () => {
  const texts = [0, 0.9996, 59.97, 60, 61, 3_600, 3_661, 86_400, 90_061].map(humanSeconds);
  assert.deepEqual(texts, [
    "0 ms",
    "1.0 s",
    "1 min",
    "1 min",
    "1 min 1 s",
    "1 h",
    "1 h 1 min",
    "1 d",
    "1 d 1 h",
  ]);
});

Deno.test("humanTime() says that a moment no calendar has is unknown", () => {
  assert.equal(humanTime(0), "1970-01-01 00:00:00Z");
  assert.equal(humanTime(Number.MAX_SAFE_INTEGER), "unknown");
});

Deno.test("printable() leaves nothing that a terminal obeys, whatever the text", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    // deno-lint-ignore no-control-regex
    assert.doesNotMatch(printable(text), /[\x00-\x1f\x7f-\x9f]/);
  }));
  assert.equal(printable("żółw 🌙"), "żółw 🌙");
});
