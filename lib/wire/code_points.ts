// SPDX-License-Identifier: Apache-2.0 OR MIT
// Positions in text: Jupyter counts Unicode code points, JavaScript and `lib` count UTF-16 code units.

/**
 * Converts a count of code points into a UTF-16 offset. Beyond the end it is the end.
 *
 * @param text a lone surrogate counts as one code point
 * @param codePoints 0 or more
 * @returns an offset from 0 to `text.length`, never between the halves of a surrogate pair
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { codePointsToUtf16 } from "./code_points.ts";
 *
 * assert.equal(codePointsToUtf16("𨭎 = 10", 2), 3);
 * ```
 */
export function codePointsToUtf16(text: string, codePoints: number): number {
  let at = 0;
  for (let left = codePoints; left > 0 && at < text.length; left--) {
    at += isPairAt(text, at) ? 2 : 1;
  }
  return at;
}

/**
 * Converts a UTF-16 offset into a count of code points; the inverse of `codePointsToUtf16`.
 *
 * @param offset 0 or more; beyond the end it is the end, between the halves of a pair it counts the pair
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { utf16ToCodePoints } from "./code_points.ts";
 *
 * assert.equal(utf16ToCodePoints("𨭎 = 10", 3), 2);
 * ```
 */
export function utf16ToCodePoints(text: string, offset: number): number {
  const end = Math.min(offset, text.length);
  let count = 0;
  for (let at = 0; at < end; count++) at += isPairAt(text, at) ? 2 : 1;
  return count;
}

function isPairAt(text: string, at: number): boolean {
  const high = text.charCodeAt(at);
  if (high < 0xd800 || high > 0xdbff) return false;
  const low = text.charCodeAt(at + 1);
  return low >= 0xdc00 && low <= 0xdfff;
}
