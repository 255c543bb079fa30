// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Keeps an account of the interpreter's frames. */
export interface FrameKeeper {
  /** Told before code is run from outside. @returns what is called when it has been left, if anything */
  enter(): (() => void) | undefined;
  /** Told before a job of a promise is run. */
  job(): void;
  /** Told when an execution has ended. */
  ended(execution: number): void;
}
