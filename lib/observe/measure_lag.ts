// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * Measures how late the event loop is: the seconds by which a timer comes later than it was set for. Runs one
 * timer when asked and none otherwise, so that an idle kernel stays idle.
 *
 * @param now milliseconds of a steady clock
 * @returns 0 or more
 */
export function measureLag(now: () => number): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const set = now();
  // A timer for 0 ms comes after 1 ms at the earliest, as HTML has it for nested ones and Node for all.
  setTimeout(() => resolve(Math.max(0, now() - set - 1) / 1000), 0);
  return promise;
}
