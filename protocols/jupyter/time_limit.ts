// SPDX-License-Identifier: Apache-2.0 OR MIT

/** A signal that aborts with the caller's, or when time is up. Disposing stops the clock. */
export class TimeLimit implements Disposable {
  /** Hand this to what waits. */
  readonly signal: AbortSignal;
  readonly #limit: AbortController = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout>;

  /**
   * Starts the clock.
   *
   * @param limitMs from now on
   * @param signal the caller's own
   */
  constructor(limitMs: number, signal?: AbortSignal) {
    this.#timer = setTimeout(() => this.#limit.abort(), limitMs);
    const own = this.#limit.signal;
    this.signal = signal === undefined ? own : AbortSignal.any([own, signal]);
  }

  /** True when time was up. */
  get exceeded(): boolean {
    return this.#limit.signal.aborted;
  }

  /** Stops the clock. */
  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
