// SPDX-License-Identifier: Apache-2.0 OR MIT

import { invalidValue } from "./errors.ts";

const factors: Readonly<Record<string, number>> = Object.freeze({
  "": 1_000,
  ms: 1,
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
});

/** Longest time a timer takes: 2^31 - 1 milliseconds, about 24 days. */
const longestMs = 2_147_483_647;

/**
 * Milliseconds of an option whose value is a time: seconds, or a number with one of the units ms, s, m, min, h.
 *
 * @param option named in the error: `--timeout`
 * @throws {UsageError} when the text is no time, or one beyond 24 days
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(readSeconds("--timeout", "1.5"), 1_500);
 * assert.equal(readSeconds("--timeout", "2m"), 120_000);
 * ```
 */
export function readSeconds(option: string, text: string): number {
  const found = /^(\d+(?:\.\d+)?|\.\d+)\s*([a-z]*)$/.exec(text.trim());
  const factor = found === null || !Object.hasOwn(factors, found[2]!)
    ? undefined
    : factors[found[2]!];
  const ms = factor === undefined ? Number.NaN : Math.round(Number(found![1]) * factor);
  if (ms >= 0 && ms <= longestMs) return ms;
  throw invalidValue(option, text, "seconds such as 30, or a time such as 500ms, 2m, 1h");
}
