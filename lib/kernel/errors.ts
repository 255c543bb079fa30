// SPDX-License-Identifier: Apache-2.0 OR MIT
// The situations in which the kernel refuses a request.

import { KernelError } from "../errors.ts";

/** The kernel is stopping and takes no new work. */
export function kernelStopping(): KernelError {
  return new KernelError(
    "kernel.stopping",
    "Cannot take the request: the kernel is stopping",
    "Start a kernel and send the request there",
  );
}

/** The kernel finishes what it has and takes no new work. */
export function kernelDraining(): KernelError {
  return new KernelError(
    "kernel.draining",
    "Cannot take the request: the kernel is draining",
    "Wait for llmspell kernel resume, or use another kernel",
  );
}

/** The operation needs a kernel that runs as a service. */
export function operationUnavailable(operation: string): KernelError {
  return new KernelError(
    "operation.unavailable",
    `Cannot perform ${operation}: this kernel does not run as a service`,
    "Start one with llmspell kernel start",
  );
}

/** No session bears this id. */
export function sessionUnknown(session: string): KernelError {
  return new KernelError(
    "session.unknown",
    `Cannot find session "${session}": it was never opened or is closed`,
    "llmspell session list shows those that are open",
  );
}

/** A session of this id is open already. */
export function sessionExists(session: string): KernelError {
  return new KernelError(
    "session.exists",
    `Cannot open session "${session}": it is open already`,
    "Choose another id",
  );
}

/** No subshell of the session bears this id. */
export function subshellUnknown(subshell: string): KernelError {
  return new KernelError(
    "subshell.unknown",
    `Cannot find subshell "${subshell}": it was never created or is deleted`,
    "Create it with create_subshell_request",
  );
}

/** The session has as many subshells as it may have. */
export function subshellLimit(max: number): KernelError {
  return new KernelError(
    "subshell.limit",
    `Cannot create a subshell: the session has ${max}, its limit`,
    "Delete a subshell that is no longer needed",
  );
}

/** A lane holds as many requests as it may hold. */
export function queueFull(max: number): KernelError {
  return new KernelError(
    "queue.full",
    `Cannot queue the request: ${max} requests wait already`,
    "Wait for replies, or interrupt the kernel",
  );
}

/** The client that started the execution does not answer questions. */
export function inputRefused(): KernelError {
  return new KernelError(
    "input.refused",
    "Cannot ask for input: the front end does not take input requests",
    "Run the code from a front end that sets allow_stdin",
  );
}
