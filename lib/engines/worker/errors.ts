// SPDX-License-Identifier: Apache-2.0 OR MIT
// Errors of engines in Workers, one constructor per situation.

import { KernelError } from "../../errors.ts";
import type { WorkerFailure } from "./messages.ts";

/** The Worker of an engine is gone; whatever it was asked will not be answered. */
export function engineExited(reason: string): KernelError {
  return new KernelError(
    "engine.exited",
    `Cannot reach the script engine: ${reason}`,
    "Restart the kernel to get a new engine; variables of the old one are lost",
  );
}

/** The Worker of an engine, or an asset it needs, cannot be loaded. */
export function engineStart(language: string, reason: string, cause?: unknown): KernelError {
  return new KernelError(
    "engine.start",
    `Cannot start the ${language} engine: ${reason}`,
    "Check the installation: the program's own files may be missing or damaged",
    { cause },
  );
}

/** The debugger was asked to look into code that stands still, and none does. */
export function notStopped(command: string): KernelError {
  return new KernelError(
    "debug.not_stopped",
    `Cannot perform ${command}: no code is stopped`,
    "Set a breakpoint, or pause the running code",
  );
}

/** The debugger was asked for stops before it was attached. */
export function notAttached(command: string): KernelError {
  return new KernelError(
    "debug.not_attached",
    `Cannot perform ${command}: no debugger is attached`,
    "Attach the debugger first",
  );
}

/** A frame, scope or variable of an earlier stop, or none at all. */
export function referenceUnknown(what: "frame" | "variable", id: number): KernelError {
  return new KernelError(
    "debug.reference",
    `Cannot find ${what} ${id}: it is none of this stop's`,
    "Ask for the stack again: ids are valid until the code goes on",
  );
}

/** Code given to the debugger failed. */
export function evaluationFailed(message: string): KernelError {
  return new KernelError("debug.evaluate", message, "Correct the expression");
}

/** An error of the Worker as a message. @throws the error when it is a bug */
export function failureOf(error: unknown): WorkerFailure {
  if (error instanceof KernelError) {
    return { message: error.message, code: error.code, hint: error.hint };
  }
  if (error instanceof TypeError) return { message: error.message };
  throw error;
}

/** What `failureOf` described, as the error it was. */
export function errorOf({ message, code, hint }: WorkerFailure): Error {
  return code === undefined ? new TypeError(message) : new KernelError(code, message, hint ?? "");
}
