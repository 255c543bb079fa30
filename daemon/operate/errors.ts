// SPDX-License-Identifier: Apache-2.0 OR MIT
// What can go wrong between a command and running kernels: one named constructor for each situation.

import { KernelError } from "../../lib/errors.ts";

/** What an error says of a kernel that might be meant. */
export interface Candidate {
  readonly id: string;
  readonly pid: number;
}

/** No kernel of this user runs. */
export function noKernel(): KernelError {
  return new KernelError(
    "kernel.none",
    "Cannot find a kernel: none is running",
    "llmspell kernel start --daemon",
  );
}

/** No kernel has this id, begins with it or listens on this port. */
export function kernelUnknown(selector: string, candidates: readonly Candidate[]): KernelError {
  return new KernelError(
    "kernel.unknown",
    `Cannot find kernel "${selector}": ${
      candidates.length === 0 ? "none is running" : `running are ${listed(candidates)}`
    }`,
    "llmspell kernel list --all",
  );
}

/** Several kernels begin with this id, or one has it as its port. */
export function kernelAmbiguous(selector: string, candidates: readonly Candidate[]): KernelError {
  return new KernelError(
    "kernel.ambiguous",
    `Cannot choose a kernel: "${selector}" fits ${listed(candidates)}`,
    "write more of the id",
  );
}

/** Several kernels run and none is named. */
export function kernelUnnamed(candidates: readonly Candidate[]): KernelError {
  return new KernelError(
    "kernel.unnamed",
    `Cannot choose a kernel: running are ${listed(candidates)}`,
    "name one by its id, the beginning of its id or a port",
  );
}

/** The kernel belongs to somebody else. */
export function kernelForeign(id: string, uid: number | null): KernelError {
  return new KernelError(
    "kernel.foreign",
    `Cannot touch kernel "${id}": it belongs to user ${uid ?? "unknown"}`,
    "run the command as that user",
  );
}

/** The kernel has ended and left its files behind. */
export function kernelNotRunning({ id, pid }: Candidate): KernelError {
  return new KernelError(
    "kernel.not_running",
    `Cannot reach kernel "${id}": process ${pid} has ended`,
    `llmspell kernel start --daemon --id ${id}`,
  );
}

/** The kernel's process ended while it was asked. */
export function kernelEnded({ id, pid }: Candidate, operation: string): KernelError {
  return new KernelError(
    "kernel.ended",
    `Cannot perform ${operation}: kernel "${id}", process ${pid}, ended before it answered`,
    `llmspell kernel logs ${id}`,
  );
}

/** The process is there, and does not answer. */
export function kernelSilent({ id, pid }: Candidate, limitMs: number): KernelError {
  return new KernelError(
    "kernel.silent",
    `Cannot reach kernel "${id}": process ${pid} runs and does not answer within ${limitMs} ms`,
    `llmspell kernel logs ${id}; to end it: llmspell kernel stop ${id} --force`,
  );
}

/** The connection file was written for a launcher, or is gone or damaged. */
export function connectionLost({ id }: Candidate, path: string, cause?: unknown): KernelError {
  const reason = cause instanceof Error ? cause.message : "it names no ports";
  return new KernelError(
    "kernel.connection_lost",
    `Cannot reach kernel "${id}" by "${path}": ${reason}`,
    `to end it all the same: llmspell kernel stop ${id}`,
    cause === undefined ? undefined : { cause },
  );
}

/** A process does not end, not even by SIGKILL. */
export function kernelUnkillable({ id, pid }: Candidate): KernelError {
  return new KernelError(
    "kernel.unkillable",
    `Cannot stop kernel "${id}": process ${pid} is still there after SIGKILL`,
    "it waits in the system, mostly for a disk or a network file system; look at ps -o stat,wchan",
  );
}

/** The system lets us send no signal to the process. */
export function signalDenied({ id, pid }: Candidate, signal: string): KernelError {
  return new KernelError(
    "kernel.signal_denied",
    `Cannot send ${signal} to kernel "${id}": the system denies it for process ${pid}`,
    "run the command as the user the process belongs to",
  );
}

/** No process holds the PID file. */
export function pidFileUnheld(path: string, reason: string): KernelError {
  return new KernelError(
    "pid.unheld",
    `Cannot stop the kernel of "${path}": ${reason}`,
    "llmspell kernel list",
  );
}

/** A kernel that somebody else supervises is not ours to start. */
export function restartForeground({ id }: Candidate): KernelError {
  return new KernelError(
    "kernel.foreground",
    `Cannot restart kernel "${id}": it runs in the foreground of the program that started it`,
    "restart it there (a systemd service by systemctl restart), or start it with --daemon",
  );
}

/** The kernel was stopped and did not come back. */
export function restartFailed({ id }: Candidate, output: string): KernelError {
  return new KernelError(
    "kernel.restart_failed",
    `Cannot start kernel "${id}" again: ${output === "" ? "it said nothing" : output}`,
    "its state was saved; correct the cause, then llmspell kernel start --restore with its id",
  );
}

/** What runs did not end in time. */
export function drainUnfinished(id: string, running: number, limitMs: number): KernelError {
  return new KernelError(
    "kernel.drain_unfinished",
    `Cannot wait any longer for kernel "${id}": ${running} requests run or wait after ${limitMs} ms`,
    `it goes on draining; to end what runs: llmspell kernel interrupt ${id}`,
  );
}

/** The kernel did not become ready in time. */
export function readyUnreached(what: string, limitMs: number): KernelError {
  return new KernelError(
    "kernel.not_ready",
    `Cannot wait any longer: ${what} after ${limitMs} ms`,
    "llmspell kernel list; llmspell doctor",
  );
}

function listed(candidates: readonly Candidate[]): string {
  const shown = candidates.slice(0, 10).map(({ id, pid }) => `"${id}" (process ${pid})`);
  const more = candidates.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}
