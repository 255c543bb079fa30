// SPDX-License-Identifier: Apache-2.0 OR MIT

import { invalidValue } from "../cli/errors.ts";

const factors: Readonly<Record<string, number>> = Object.freeze({
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
});

/**
 * Reads a moment of the past: how long ago (`90s`, `10m`, `1h30m`, `2d`), or a date and time by ISO 8601, in the
 * local time zone when it names none.
 *
 * @param option named in the error: `--since`
 * @param now milliseconds since the epoch
 * @returns milliseconds since the epoch
 * @throws {UsageError} when it is neither
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(readSince("--since", "1h30m", 10_000_000), 4_600_000);
 * assert.equal(readSince("--since", "1970-01-01T00:01Z", 0), 60_000);
 * ```
 */
export function readSince(option: string, text: string, now: number): number {
  const trimmed = text.trim();
  const ms = readAgo(trimmed.toLowerCase(), now) ?? readTime(trimmed);
  if (ms !== undefined && Number.isFinite(ms)) return ms;
  throw invalidValue(option, text, "a time such as 10m, 2h, 1d or 2026-01-31T08:00");
}

function readAgo(text: string, now: number): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?\s*(?:min|[smhdw])\s*)+$/.test(text)) return undefined;
  let ago = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)\s*(min|[smhdw])/g)) {
    ago += Number(amount) * factors[unit!]!;
  }
  return now - ago;
}

/** A date alone is that day's beginning here, not in Greenwich. */
function readTime(text: string): number | undefined {
  const [, date, time = "00:00", zone = ""] =
    text.match(/^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?(Z|[+-]\d\d:?\d\d)?$/i) ??
      [];
  if (date === undefined) return undefined;
  return Date.parse(`${date}T${time}${zone.toUpperCase().replace(/^(...)(\d\d)$/, "$1:$2")}`);
}
