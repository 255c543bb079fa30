// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * The sample that a share of all samples does not exceed (nearest rank).
 *
 * @param share above 0, at most 1: 0.99 for the 99th percentile
 * @throws {RangeError} when there is no sample
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(quantile([5, 1, 4, 2, 3], 0.5), 3);
 * ```
 */
export function quantile(samples: readonly number[], share: number): number {
  const found = samples.toSorted((a, b) => a - b)[Math.ceil(share * samples.length) - 1];
  if (found === undefined) throw new RangeError(`Cannot find quantile ${share}: no samples`);
  return found;
}
