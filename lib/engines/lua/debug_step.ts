// SPDX-License-Identifier: Apache-2.0 OR MIT

import type { State } from "./exports.ts";
import type { Call } from "./interpreter.ts";
import type { Job } from "./job.ts";

/** A step that is on its way, and the frame it began in. */
export class Step {
  #mode: "next" | "stepIn" | "stepOut";
  #threads: readonly State[];
  #ci: Call;
  #depth: number;

  /**
   * @param job whose code steps
   * @param threads from the one the job began on to that of the frame, each resumed by the one before
   * @param ci the frame
   * @param depth of the frame in its thread
   */
  constructor(
    mode: "next" | "stepIn" | "stepOut",
    readonly job: Job,
    threads: readonly State[],
    ci: Call,
    depth: number,
  ) {
    this.#mode = mode;
    this.#threads = threads;
    this.#ci = ci;
    this.#depth = depth;
  }

  /** True when a step ends at a line of a frame of `L` at `depth`. */
  endsAt(L: State, depth: number): boolean {
    if (this.#mode === "stepIn") return true;
    return this.#mode === "next" && this.isOutside(L, depth);
  }

  /** True for the frame of the step itself and those that it returns to. */
  isOutside(L: State, depth: number): boolean {
    const index = this.#threads.indexOf(L);
    if (index < 0) return false;
    return index < this.#threads.length - 1 || depth <= this.#depth;
  }

  /** The frame has returned to one where nobody stops: that one takes its place. */
  leave(L: State, ci: Call, depth: number): void {
    this.#threads = this.#threads.slice(0, this.#threads.indexOf(L) + 1);
    this.#ci = ci;
    this.#depth = depth;
  }

  /** A tail call put another function into a frame: for the one that steps it is a call, and its last. */
  replaced(L: State, ci: Call, depth: number): void {
    if (ci !== this.#ci || L !== this.#threads.at(-1)) return;
    this.#depth = depth;
    if (this.#mode === "next") this.#mode = "stepOut";
  }
}
