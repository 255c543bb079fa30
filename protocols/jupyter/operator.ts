// SPDX-License-Identifier: Apache-2.0 OR MIT
// What `llmspell_request` may ask for, and how it is answered. Server and client both read this.

import type { OperationResult } from "../../lib/contracts/mod.ts";

/** An operation that an `llmspell_request` may name. */
export type OperatorOperation =
  | "kernel.state"
  | "kernel.health"
  | "kernel.drain"
  | "kernel.resume"
  | "kernel.dump"
  | "kernel.shutdown"
  | "config.reload"
  | "log.level"
  | "interrupt"
  | "session.create"
  | "session.list"
  | "session.close"
  | "session.restart";

/** Every `OperatorOperation`. */
export const OPERATOR_OPERATIONS: readonly OperatorOperation[] = Object.freeze([
  "kernel.state",
  "kernel.health",
  "kernel.drain",
  "kernel.resume",
  "kernel.dump",
  "kernel.shutdown",
  "config.reload",
  "log.level",
  "interrupt",
  "session.create",
  "session.list",
  "session.close",
  "session.restart",
]);

/** Content of an `llmspell_reply`. */
export type OperatorReply<K extends OperatorOperation = OperatorOperation> =
  | { readonly status: "ok"; readonly result: OperationResult<K> }
  | {
    readonly status: "error";
    readonly ename: string;
    readonly evalue: string;
    readonly traceback: readonly string[];
    /** Stable and dotted: that of the `KernelError`, `request.invalid`, or `internal`. */
    readonly code: string;
    /** What the operator can do about it. */
    readonly hint: string;
  };
