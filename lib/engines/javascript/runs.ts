// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a run of code is to those who decide what the interpreter does.

import type { QuickJSHandle } from "quickjs-emscripten-core";
import type { ExecuteOutcome, InterruptReason, ScriptError } from "../../contracts/mod.ts";

/** Why an execution is to end before its code does. */
export type Stop =
  | {
    readonly kind: "interrupt";
    readonly reason: InterruptReason;
    /** Where code was interrupted, innermost first. */
    frames?: readonly string[];
  }
  | { readonly kind: "exit"; readonly code: number }
  | { readonly kind: "failure"; readonly error: ScriptError };

/** How a promise of an execution was settled; its handle is the taker's. */
export type Settled =
  | { readonly value: QuickJSHandle }
  | { readonly thrown: QuickJSHandle }
  | { readonly stopped: Stop };

/**
 * Work of one run. It gives promises to wait for and takes how they were settled, or gives "idle" and goes on when
 * nothing that the run has left is pending; it returns the outcome.
 */
export type Steps = Generator<QuickJSHandle | "idle", ExecuteOutcome, Settled | undefined>;

/** On whose behalf code runs. */
export interface Owner {
  readonly execution: number;
  readonly silent: boolean;
  stop: Stop | undefined;
}

/** One run and where it stands. */
export interface Execution extends Owner {
  readonly run: number;
  readonly steps: Steps;
  /** True for a run that has ended when what it has left has: what fails meanwhile is its own failure. */
  readonly untilIdle: boolean;
  /** What it waits for; absent while it is being advanced. */
  waitsFor?: QuickJSHandle | "idle";
}

/** True for a run that lasts until nothing that it has left is pending. */
export function isUntilIdle(owner: Owner | undefined): boolean {
  return owner !== undefined && "untilIdle" in owner && owner.untilIdle === true;
}

/** Lets a run end with an error, unless it is to end for another reason already. */
export function fail(owner: Owner, error: ScriptError): void {
  owner.stop ??= { kind: "failure", error };
}
