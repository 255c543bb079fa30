// SPDX-License-Identifier: Apache-2.0 OR MIT

import { noAnswer } from "./errors.ts";

/** How long a program may keep silent before a measure is given up. */
export const answerLimitMs = 10_000;

/** What `withinLimit` is given. */
export interface LimitOptions {
  /** What is waited for, for a person. */
  readonly what: string;
  /** Ends the run; absent for work that has to be brought to its end. */
  readonly signal?: AbortSignal;
  /** Default `answerLimitMs`. */
  readonly limitMs?: number;
}

/**
 * Waits for work that ends when its signal aborts.
 *
 * @throws {BenchError} when it does not end in time
 * @throws what the work throws, else
 */
export async function withinLimit<T>(
  { what, signal, limitMs = answerLimitMs }: LimitOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(noAnswer(what, limitMs)), limitMs);
  try {
    return await work(AbortSignal.any([limit.signal, ...(signal === undefined ? [] : [signal])]));
  } catch (error) {
    limit.signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
