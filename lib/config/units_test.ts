// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { formatBytes, formatDuration, parseBytes, parseDuration } from "./units.ts";

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

Deno.test("parseDuration() counts a number without a unit in the unit asked for", () => {
  fc.assert(fc.property(fc.nat(), (amount) => {
    assert.equal(parseDuration(String(amount), "ms"), amount);
    assert.equal(parseDuration(String(amount), "seconds"), amount);
  }));
});

Deno.test("parseDuration() adds up numbers with units", () => {
  assert.equal(parseDuration("250ms"), 250);
  assert.equal(parseDuration("1.5 s"), 1_500);
  assert.equal(parseDuration("1h30m", "seconds"), 5_400);
  assert.equal(parseDuration("2 MIN 5 S"), 125_000);
  assert.equal(parseDuration("1d", "seconds"), 86_400);
  assert.equal(parseDuration("1.1h"), 3_960_000);
});

Deno.test("parseDuration() refuses what is no duration, or no whole number in the unit", () => {
  for (const text of ["", "x", "-1s", "1w", "1.5", "1s2h", "1s1s", "1 2s", "9".repeat(30)]) {
    assert.throws(() => parseDuration(text), SyntaxError, text);
  }
  assert.throws(() => parseDuration("250ms", "seconds"), SyntaxError);
});

Deno.test("formatBytes() and formatDuration() write what is read as the same", () => {
  fc.assert(fc.property(fc.nat(), fc.constantFrom(1, 1_000, 1_024, 2 ** 20), (count, factor) => {
    const amount = count * factor;
    assert.equal(parseBytes(formatBytes(amount)), amount);
    assert.equal(parseDuration(formatDuration(amount, "ms"), "ms"), amount);
    assert.equal(parseDuration(formatDuration(amount, "seconds"), "seconds"), amount);
  }));
});
