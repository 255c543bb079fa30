// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the scheduler runs, and how it and those who are run or watch speak with each other.

import type { ExecuteOutcome, InterruptReason } from "../../contracts/mod.ts";
import type { Pointer, State } from "./exports.ts";
import { ScriptFailure } from "./runtime.ts";

/** What an execution does, in Lua terms. */
export interface Job {
  readonly run: number;
  /** Id that events carry. */
  readonly execution: number;
  readonly silent: boolean;
  /** Pushes a function and arguments. @returns the number of arguments, or the outcome when nothing is to run */
  begin(L: State): number | ExecuteOutcome;
  /** Takes what the function left: `results` values, or an error. @returns as `begin`: what to run next, or the end */
  ended(L: State, status: number, results: number, stop: Stop | undefined): number | ExecuteOutcome;
}

/** Why an execution is to end before its code does. */
export type Stop =
  | { readonly kind: "interrupt"; readonly reason: InterruptReason }
  | { readonly kind: "exit"; readonly code: number };

/** Pushes what a host call gives to the script. @returns the number of values */
export type TakeReply = (L: State, value: unknown) => number;

/** Pushes what a refused host call gives to the script. @returns the number of values */
export type TakeRefusal = (L: State, refusal: { code: string; message: string }) => number;

/** A failed host call, as the script's Lua error. */
export class HostRefusal extends ScriptFailure {
  /** Stable and dotted: `host.denied`. */
  readonly code: string;

  /** @param refusal what the host answered */
  constructor({ code, message }: Parameters<TakeRefusal>[1]) {
    super(message);
    this.code = code;
  }
}

/** What the debugger does in the hook. */
export interface HookListener {
  /** Events that a thread is hooked for when an execution begins on it. */
  readonly mask: number;
  /** Code of `L` came to one of them. */
  event(L: State, event: number, record: Pointer): void;
  /** Code of `L` came to a count, and goes on. */
  counted(L: State, record: Pointer): void;
  /** A job is over. */
  ended(job: Job): void;
}
