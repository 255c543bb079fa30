// SPDX-License-Identifier: Apache-2.0 OR MIT
// What can go wrong between a daemon and its system: one named constructor for each situation.

import { KernelError } from "../errors.ts";

/** The C library cannot be called. */
export function libraryUnusable(name: string, cause: unknown): KernelError {
  return new KernelError(
    "daemon.library",
    `Cannot load the C library "${name}": ${reasonOf(cause)}`,
    "Linux (glibc, musl) and macOS are supported; ffi permission is needed",
    { cause },
  );
}

/** A detached process ended, or closed its pipe, before it said that it is ready. */
export function startFailed(program: string, output: string): KernelError {
  const said = output.trim();
  return new KernelError(
    "daemon.start",
    `Cannot start "${program}" in the background: it ended before it was ready` +
      (said === "" ? "" : `, and wrote: ${said}`),
    "run it in the foreground to see more",
  );
}

/** A detached process could not be made. */
export function startImpossible(program: string, cause: unknown): KernelError {
  return new KernelError(
    "daemon.start",
    `Cannot start "${program}" in the background: ${reasonOf(cause)}`,
    "run it in the foreground to see more",
    { cause },
  );
}

/** A detached process did not become ready in time. */
export function startTimedOut(program: string, timeoutMs: number, output: string): KernelError {
  const said = output.trim();
  return new KernelError(
    "daemon.start_timeout",
    `Cannot start "${program}" in the background: not ready after ${timeoutMs} ms` +
      (said === "" ? "" : `, and wrote: ${said}`),
    "it was stopped; run it in the foreground to see more",
  );
}

/** The file for a daemon's output cannot be written. */
export function outputUnusable(path: string, cause: unknown): KernelError {
  return new KernelError(
    "daemon.output",
    `Cannot write the output of the background process to "${path}": ${reasonOf(cause)}`,
    "choose a file in a folder you can write to, with --log-file",
    { cause },
  );
}

/** Another process holds the PID file's lock; `pid` is missing when nothing tells it. */
export function pidLocked(path: string, pid: number | undefined): KernelError {
  return new KernelError(
    "pid.locked",
    pid === undefined
      ? `Cannot lock "${path}": held by another process`
      : `Cannot lock "${path}": held by process ${pid}`,
    "llmspell kernel status shows what runs, llmspell kernel stop ends it",
  );
}

/** A PID file names a running process that does not hold its lock, and that is older than the file. */
export function pidInUse(path: string, pid: number, command: string | undefined): KernelError {
  const what = command === undefined ? "" : ` (${command})`;
  return new KernelError(
    "pid.in_use",
    `Cannot take over "${path}": process ${pid}${what} runs, though without its lock`,
    "stop that process, or delete the file if it is not a kernel",
  );
}

/** Something that is no plain file stands where the PID file belongs. */
export function pidNotAFile(path: string, found: string): KernelError {
  return new KernelError(
    "pid.not_a_file",
    `Cannot use "${path}" as PID file: it is ${found}`,
    "remove it, or choose another path with --pid-file",
  );
}

/** The PID file cannot be written or locked. */
export function pidUnusable(path: string, cause: unknown): KernelError {
  return new KernelError(
    "pid.unusable",
    `Cannot write PID file "${path}": ${reasonOf(cause)}`,
    "choose a path in a folder you can write to, with --pid-file",
    { cause },
  );
}

/** A system call failed; `errno` is its number where it is known. */
export function callFailed(action: string, errno?: number): KernelError {
  return new KernelError(
    "daemon.system_call",
    `Cannot ${action}: ${errno === undefined ? "the system refuses" : `errno ${errno}`}`,
    "check the limits of open files and processes; Linux 5.3 or later is needed",
  );
}

/** What went wrong, in a few words and without a full stop. */
function reasonOf(cause: unknown): string {
  if (cause instanceof Deno.errors.NotFound) return "there is no such file or folder";
  if (cause instanceof Deno.errors.PermissionDenied) return "permission denied";
  if (cause instanceof Deno.errors.IsADirectory) return "it is a folder";
  if (cause instanceof Deno.errors.NotADirectory) return "a part of the path is no folder";
  return cause instanceof Error ? cause.message : String(cause);
}
