// SPDX-License-Identifier: Apache-2.0 OR MIT
// The situations in which a host function refuses: one named constructor for each.

import { KernelError } from "../../errors.ts";

/** There is no such host function. */
export function hostUnknown(name: string): KernelError {
  return new KernelError(
    "host.unknown",
    `Cannot call "${name}": the host has no such function`,
    "check the name, and that script and llmspell are of the same version",
  );
}

/** The session's policy does not grant what was asked for. */
export function hostDenied(action: string, target: string, flag: string): KernelError {
  return new KernelError(
    "host.denied",
    `Cannot ${action} "${target}": the policy does not allow it`,
    `allow it with --${flag}=${target}`,
  );
}

/** A file operation failed; the system says why, in its own words as those of `strerror`. */
export function hostFailed(action: string, target: string, cause: unknown): KernelError {
  const text = cause instanceof Error ? cause.message : String(cause);
  const [, system] = /^(.+?) \(os error \d+\)/.exec(text) ?? [];
  const reason = system ??
    (cause instanceof Deno.errors.NotFound
      ? "No such file or directory"
      : cause instanceof Deno.errors.PermissionDenied
      ? "Permission denied"
      : text);
  return new KernelError("host.failed", `Cannot ${action} "${target}": ${reason}`, "", { cause });
}

/** There is no such module where modules may be. */
export function moduleMissing(name: string, files: readonly string[]): KernelError {
  const tried = files.map((file) => `no file '${file}'`).join("\n\t");
  return new KernelError("host.module_missing", tried, `put ${name} beside the script`);
}
