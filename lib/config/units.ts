// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sizes and durations as people write them.

const factors: Readonly<Record<string, number>> = {
  "": 1,
  k: 1e3,
  m: 1e6,
  g: 1e9,
  ki: 1024,
  mi: 1024 ** 2,
  gi: 1024 ** 3,
};

const milliseconds: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/**
 * Reads a size: a number of bytes with a unit (`512`, `64kB`, `1.5GiB`), letter case not counting.
 *
 * @returns whole bytes
 * @throws {SyntaxError} when it is no number with a known unit
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(parseBytes("256MiB"), 268435456);
 * ```
 */
export function parseBytes(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([kmg]i?)?b?$/i.exec(text.trim());
  const factor = factors[(match?.[2] ?? "").toLowerCase()];
  const bytes = Math.round(Number(match?.[1]) * (factor ?? Number.NaN));
  if (!Number.isSafeInteger(bytes)) {
    throw new SyntaxError(
      `Cannot read size: "${text}" is no number with B, kB, MB, GB, KiB, MiB or GiB`,
    );
  }
  return bytes;
}

/**
 * Reads a duration: numbers with units, the largest first (`250ms`, `5s`, `1h30m`, `1.5h`), letter case not counting.
 * A number without a unit counts in the unit asked for.
 *
 * @param unit what is counted
 * @returns whole milliseconds or seconds
 * @throws {SyntaxError} when it is no such text, or not a whole number in the unit
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(parseDuration("1h30m", "seconds"), 5400);
 * assert.equal(parseDuration("250", "ms"), 250);
 * ```
 */
export function parseDuration(text: string, unit: "ms" | "seconds" = "ms"): number {
  const trimmed = text.trim().toLowerCase();
  const one = unit === "ms" ? 1 : 1_000;
  const total = /^\d+$/.test(trimmed) ? Number(trimmed) * one : sumParts(trimmed);
  const amount = total / one;
  if (!Number.isSafeInteger(amount)) {
    const wanted = unit === "ms" ? "milliseconds" : "seconds";
    throw new SyntaxError(
      `Cannot read duration: "${text}" is no whole number of ${wanted}, nor one with ms, s, m, h or d`,
    );
  }
  return amount;
}

/** Milliseconds of `1h30m`; not a number when the text is none, or its units do not become smaller. */
function sumParts(text: string): number {
  if (!/^(?:\d+(?:\.\d+)?\s*(?:ms|s|min|m|h|d)\s*)+$/.test(text)) return Number.NaN;
  let total = 0;
  let above = Infinity;
  for (const [, amount, name] of text.matchAll(/(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|d)/g)) {
    const factor = milliseconds[name!]!;
    if (factor >= above) return Number.NaN;
    above = factor;
    total += Number(amount) * factor;
  }
  const whole = Math.round(total);
  // 1.1 hours are not quite a whole number of milliseconds to a computer.
  return Math.abs(total - whole) < 1e-6 ? whole : total;
}

/**
 * Writes a size so that `parseBytes` reads the same: in the largest binary unit that leaves a whole number.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(formatBytes(10485760), "10MiB");
 * assert.equal(formatBytes(1000), "1000");
 * ```
 */
export function formatBytes(bytes: number): string {
  const unit = ["gi", "mi", "ki"].find((name) => bytes > 0 && bytes % factors[name]! === 0);
  if (unit === undefined) return String(bytes);
  return `${bytes / factors[unit]!}${unit[0]!.toUpperCase()}iB`;
}

/**
 * Writes a duration so that `parseDuration` reads the same: in the largest unit that leaves a whole number.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(formatDuration(3600, "seconds"), "1h");
 * assert.equal(formatDuration(250, "ms"), "250ms");
 * ```
 */
export function formatDuration(amount: number, unit: "ms" | "seconds"): string {
  const total = amount * (unit === "ms" ? 1 : 1_000);
  if (total === 0) return "0";
  const name = ["d", "h", "m", "s"].find((unit) => total % milliseconds[unit]! === 0) ?? "ms";
  return `${total / milliseconds[name]!}${name}`;
}
