// SPDX-License-Identifier: Apache-2.0 OR MIT

import type { ResumeAction } from "../../contracts/mod.ts";
import { referenceUnknown } from "../worker/mod.ts";
import type { Frame } from "./debug_stack.ts";
import type { Variables } from "./debug_variables.ts";
import type { State } from "./exports.ts";

/** What a `Standing` is made of. */
export interface StandingOptions {
  /** The thread whose code stands. */
  readonly L: State;
  readonly variables: Variables;
  /** Reads the stack, once it is asked for. */
  readonly readFrames: () => readonly Frame[];
  /** Gives numbers that no other stop has. */
  readonly newId: () => number;
}

/** Code that stands, and what there is to see of it. */
export class Standing {
  readonly L: State;
  readonly variables: Variables;
  /** How to go on, once that is known. */
  action: ResumeAction | undefined;
  readonly #options: StandingOptions;
  #frames: ReadonlyMap<number, Frame> | undefined;

  constructor(options: StandingOptions) {
    this.#options = options;
    this.L = options.L;
    this.variables = options.variables;
  }

  /** Frames by their numbers, innermost first. */
  get frames(): ReadonlyMap<number, Frame> {
    const { readFrames, newId } = this.#options;
    return this.#frames ??= new Map(readFrames().map((frame) => [newId(), frame]));
  }

  /** The frame of a number. @throws {KernelError} `debug.reference` */
  frame(id: number): Frame {
    const frame = this.frames.get(id);
    if (frame === undefined) throw referenceUnknown("frame", id);
    return frame;
  }
}
