// SPDX-License-Identifier: Apache-2.0 OR MIT
// Ends a kernel that nobody uses.

/** Runs a function once, later; disposing before then cancels it. */
export type After = (delayMs: number, run: () => void) => Disposable;

/** What an `IdleWatch` is given. */
export interface IdleOptions {
  /** How long the kernel may go unused; 0 for ever. */
  readonly timeoutMs: number;
  /** Called once, when it went unused for so long. */
  readonly onIdle: () => void;
  /** True while code runs or waits to run. */
  readonly busy: () => boolean;
  /** Milliseconds of a steady clock. */
  readonly now: () => number;
  /** Timers; `setTimeout` when absent. */
  readonly after?: After;
}

/** Longest delay of a timer. @see HTML, "setTimeout" */
const MAX_DELAY_MS = 0x7fffffff;

/**
 * Measures the time since the last use. A use costs one reading of the clock: the timer is not set anew, it looks when
 * it fires how much time is left. While code runs the kernel is in use.
 */
export class IdleWatch implements Disposable {
  readonly #options: IdleOptions;
  readonly #after: After;
  #timeoutMs: number;
  #lastUseMs: number;
  #timer: Disposable | undefined;

  /** Begins to measure at once. */
  constructor(options: IdleOptions) {
    this.#options = options;
    this.#after = options.after ?? afterTimeout;
    this.#timeoutMs = options.timeoutMs;
    this.#lastUseMs = options.now();
    this.#schedule();
  }

  /** The kernel is used now. */
  touch(): void {
    this.#lastUseMs = this.#options.now();
  }

  /** Changes the timeout; the time since the last use counts. */
  setTimeout(timeoutMs: number): void {
    this.#timeoutMs = timeoutMs;
    this.#schedule();
  }

  /** Ends the watch. */
  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }

  #schedule(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    if (this.#timeoutMs <= 0) return;
    const leftMs = this.#lastUseMs + this.#timeoutMs - this.#options.now();
    this.#timer = this.#after(Math.min(Math.max(leftMs, 1), MAX_DELAY_MS), () => this.#look());
  }

  #look(): void {
    const { busy, now, onIdle } = this.#options;
    if (busy()) this.#lastUseMs = now();
    if (now() - this.#lastUseMs >= this.#timeoutMs) {
      this[Symbol.dispose]();
      onIdle();
    } else this.#schedule();
  }
}

/** An idle kernel's timer does not keep the process alive. */
function afterTimeout(delayMs: number, run: () => void): Disposable {
  const timer = setTimeout(run, delayMs);
  Deno.unrefTimer(timer);
  return { [Symbol.dispose]: () => clearTimeout(timer) };
}
