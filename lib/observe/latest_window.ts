// SPDX-License-Identifier: Apache-2.0 OR MIT

import type { RequestStatistics } from "../contracts/mod.ts";

/**
 * Remembers how long the latest requests took and which of them failed, in memory of a fixed size.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const window = new LatestWindow();
 * window.record(2, false);
 * window.record(4, true);
 * assert.deepEqual(window.statistics(), {
 *   total: 2,
 *   failed: 1,
 *   errorRate: 0.5,
 *   latencyMs: { p50: 2, p95: 4, p99: 4 },
 * });
 * ```
 */
export class LatestWindow {
  readonly #times: Float64Array;
  readonly #failures: Uint8Array;
  #total = 0;
  #failed = 0;

  /**
   * Makes an empty window.
   *
   * @param size requests that count for the error rate and the latency
   * @throws {RangeError} when `size` is not a positive whole number
   */
  constructor(size = 1000) {
    if (!Number.isInteger(size) || size < 1) {
      throw new RangeError(`Cannot keep a window of ${size} requests`);
    }
    this.#times = new Float64Array(size);
    this.#failures = new Uint8Array(size);
  }

  /** Adds one request. `milliseconds` runs from the request to its answer. */
  record(milliseconds: number, failed: boolean): void {
    const at = this.#total % this.#times.length;
    this.#times[at] = milliseconds;
    this.#failures[at] = failed ? 1 : 0;
    this.#total++;
    if (failed) this.#failed++;
  }

  /** Counts since the start; error rate and latency over the latest requests. */
  statistics(): RequestStatistics {
    const counts = { total: this.#total, failed: this.#failed };
    const held = Math.min(this.#total, this.#times.length);
    if (held === 0) return { ...counts, errorRate: 0 };
    const times = this.#times.slice(0, held).sort();
    const failures = this.#failures.subarray(0, held).reduce((sum, failure) => sum + failure, 0);
    const rank = (share: number): number => times[Math.ceil(share * held) - 1] ?? 0;
    return {
      ...counts,
      errorRate: failures / held,
      latencyMs: { p50: rank(0.5), p95: rank(0.95), p99: rank(0.99) },
    };
  }
}
