// SPDX-License-Identifier: Apache-2.0 OR MIT
// What can go wrong with configuration files beside their content: one named constructor for each situation.

import { KernelError } from "../lib/errors.ts";

/** A configuration file would be overwritten. */
export function configExists(path: string): KernelError {
  return new KernelError(
    "config.exists",
    `Cannot write "${path}": it is there already`,
    "--force replaces it",
  );
}

/** A configuration file cannot be written. */
export function configUnwritable(path: string, cause: unknown): KernelError {
  const reason = cause instanceof Deno.errors.PermissionDenied
    ? "permission denied"
    : cause instanceof Error
    ? cause.message
    : String(cause);
  return new KernelError(
    "config.unwritable",
    `Cannot write "${path}": ${reason}`,
    "set LLMSPELL_HOME to a folder you can write to, or use --path",
    { cause },
  );
}
