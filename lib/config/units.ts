// SPDX-License-Identifier: Apache-2.0 OR MIT

const factors: Readonly<Record<string, number>> = {
  "": 1,
  k: 1e3,
  m: 1e6,
  g: 1e9,
  ki: 1024,
  mi: 1024 ** 2,
  gi: 1024 ** 3,
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
