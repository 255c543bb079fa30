// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { UsageError } from "./errors.ts";
import { readSeconds } from "./seconds.ts";

Deno.test("readSeconds() reads seconds, and times with a unit", () => {
  const texts = ["0", "30", ".5", "500ms", "2 m", "1min", "1h"];
  assert.deepEqual(texts.map((text) => readSeconds("--timeout", text)), [
    0,
    30_000,
    500,
    500,
    120_000,
    60_000,
    3_600_000,
  ]);
});

Deno.test("readSeconds() refuses what is no time and what no timer takes", () => {
  for (const text of ["", "-1", "x", "1d", "Infinity", "1e3", "25h30", "9999999", "1toString"]) {
    assert.throws(() => readSeconds("--timeout", text), UsageError, text);
  }
});
