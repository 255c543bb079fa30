// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * Waits for a promise, but not for ever.
 *
 * @param limitMs how long to wait
 * @returns its value; `undefined` when it takes longer or rejects
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(await within(1_000, Promise.resolve(7)), 7);
 * assert.equal(await within(1, new Promise<number>(() => {})), undefined);
 * ```
 */
export async function within<T>(limitMs: number, promise: Promise<T>): Promise<T | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), limitMs);
  try {
    return await Promise.race([promise.catch(() => undefined), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
