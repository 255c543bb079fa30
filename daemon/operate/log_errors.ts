// SPDX-License-Identifier: Apache-2.0 OR MIT
// What can go wrong with reading logs: one named constructor for each situation.

import { KernelError } from "../../lib/errors.ts";

/** There is no log at the path. */
export function logMissing(path: string): KernelError {
  return new KernelError(
    "log.missing",
    `Cannot read log "${path}": there is no such file`,
    "llmspell kernel list --all",
  );
}

/** The log is there and cannot be read. */
export function logUnreadable(path: string, cause: unknown): KernelError {
  const reason = cause instanceof Deno.errors.PermissionDenied
    ? "permission denied"
    : cause instanceof Deno.errors.IsADirectory
    ? "it is a folder"
    : cause instanceof Error
    ? cause.message
    : String(cause);
  return new KernelError(
    "log.unreadable",
    `Cannot read log "${path}": ${reason}`,
    "run the command as the user the log belongs to, or name another by --file",
    { cause },
  );
}

/** The kernel runs, and its log goes elsewhere. */
export function logElsewhere(id: string): KernelError {
  return new KernelError(
    "log.elsewhere",
    `Cannot read the log of kernel "${id}": it is not written to a file`,
    "look where its standard error goes (a systemd service: journalctl -t llmspell), or start it with --log-file",
  );
}

/** No kernel runs, and none is named. */
export function logUnnamed(ids: readonly string[]): KernelError {
  return ids.length === 0
    ? new KernelError(
      "log.none",
      "Cannot find a log: no kernel runs, and none has left one",
      "llmspell kernel start --daemon",
    )
    : new KernelError(
      "log.unnamed",
      `Cannot choose a log: no kernel runs, and there are those of ${quoted(ids)}`,
      "llmspell kernel logs with one of the ids",
    );
}

/** Neither a kernel nor a log has the id. */
export function logUnknown(id: string, ids: readonly string[]): KernelError {
  return new KernelError(
    "log.unknown",
    `Cannot find the log of kernel "${id}": no kernel and no log has the id`,
    ids.length === 0 ? "llmspell kernel list --all" : `there are logs of ${quoted(ids)}`,
  );
}

function quoted(ids: readonly string[]): string {
  const shown = ids.slice(0, 10).map((id) => `"${id}"`).join(", ");
  return ids.length > 10 ? `${shown} and ${ids.length - 10} more` : shown;
}
