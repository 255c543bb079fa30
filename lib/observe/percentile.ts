// SPDX-License-Identifier: Apache-2.0 OR MIT

import type { Sample } from "./metrics.ts";

/**
 * Estimates a percentile of a histogram's series, evenly spread within the bucket it falls into, as Prometheus'
 * `histogram_quantile` does. Beyond the last bucket the last bound is the answer.
 *
 * @param share 0 to 1: 0.95 for the 95th percentile
 * @returns in the metric's unit; `undefined` before the first observation, and for other kinds of metrics
 * @throws {RangeError} when `share` is not within 0 and 1
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const sample = { labels: {}, value: 6, count: 4, buckets: [[1, 2], [2, 4]] as const };
 * assert.equal(percentile(sample, 0.5), 1);
 * assert.equal(percentile(sample, 0.75), 1.5);
 * ```
 */
export function percentile(sample: Sample, share: number): number | undefined {
  if (!(share >= 0 && share <= 1)) {
    throw new RangeError(`Cannot find percentile: ${share} is not within 0 and 1`);
  }
  const { count = 0, buckets = [] } = sample;
  if (count === 0) return undefined;
  const rank = share * count;
  let [lower, below] = [0, 0];
  for (const [bound, upTo] of buckets) {
    if (upTo >= rank && upTo > below) {
      const from = Math.min(lower, bound);
      return from + (bound - from) * ((rank - below) / (upTo - below));
    }
    [lower, below] = [bound, upTo];
  }
  return buckets.at(-1)?.[0];
}
