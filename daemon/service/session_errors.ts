// SPDX-License-Identifier: Apache-2.0 OR MIT
// What can be wrong with a request about sessions: one named constructor for each situation.

import { KernelError } from "../../lib/errors.ts";

/** Whoever asked holds the key of one session, not the kernel's. */
export function operationDenied(operation: string, session: string): KernelError {
  return new KernelError(
    "operation.denied",
    `Cannot perform ${operation}: this connection is for session "${session}" alone`,
    "Use the kernel's own connection file",
  );
}

/** The kernel has as many sessions as it may have. */
export function sessionLimit(max: number): KernelError {
  return new KernelError(
    "session.limit",
    `Cannot open a session: the kernel has ${max}, its limit`,
    "Close a session that is no longer needed, or raise limits.maxSessions",
  );
}

/** The main session lives as long as its kernel. */
export function sessionMain(action: string, session: string): KernelError {
  return new KernelError(
    "session.main",
    `Cannot ${action} session "${session}": it lives as long as its kernel`,
    "llmspell kernel restart, or llmspell kernel stop",
  );
}
