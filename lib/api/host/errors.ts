// SPDX-License-Identifier: Apache-2.0 OR MIT
// Refusals of host functions, one constructor per situation.

import { KernelError } from "../../errors.ts";

/** No host function has this name. */
export function hostUnknown(name: string): KernelError {
  return new KernelError(
    "host.unknown",
    `Cannot call "${name}": no such host function`,
    "Check the spelling, or update llmspell",
  );
}

/** The session's policy does not grant it. */
export function hostDenied(action: string, what: string): KernelError {
  return new KernelError(
    "host.denied",
    `Cannot ${action} "${what}": not granted to this session`,
    "Grant it when the session is started",
  );
}

/** A host function was called with arguments of the wrong shape. */
export function hostArguments(name: string, expected: string): KernelError {
  return new KernelError(
    "host.arguments",
    `Cannot call "${name}": expected ${expected}`,
    "Pass what the function's documentation says",
  );
}

/** A granted file operation failed. */
export function hostFileFailed(action: string, path: string, cause: unknown): KernelError {
  const state = cause instanceof Deno.errors.NotFound
    ? "No such file or directory"
    : cause instanceof Deno.errors.IsADirectory
    ? "Is a directory"
    : cause instanceof Error
    ? cause.message
    : String(cause);
  return new KernelError(
    "host.file",
    `Cannot ${action} "${path}": ${state}`,
    "Check the path",
    { cause },
  );
}

/** No file of the module was found. */
export function moduleNotFound(name: string, tried: readonly string[]): KernelError {
  const state = tried.length === 0
    ? "no folder of modules is open to this session"
    : tried.map((file) => `no file '${file}'`).join("\n\t");
  return new KernelError("host.module", state, `Put module "${name}" beside the script`);
}
