// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * Does work whose waiting ends after a time of grace.
 *
 * @param graceMs after this the signal aborts
 * @param work is given the signal; what it gives is the result
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(await withinGrace(1_000, (signal) => Promise.resolve(signal.aborted)), false);
 * ```
 */
export async function withinGrace<T>(
  graceMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const grace = new AbortController();
  const timer = setTimeout(() => grace.abort(), graceMs);
  try {
    return await work(grace.signal);
  } finally {
    clearTimeout(timer);
  }
}
