// SPDX-License-Identifier: Apache-2.0 OR MIT
// Ends a kernel: asks it, waits for its process, and forces it when it does not end by itself.

import {
  inspectPidFile,
  processAlive,
  processStartMs,
  sameProcess,
  terminateProcess,
  type Termination,
  waitForExit,
} from "../../lib/daemon/mod.ts";
import { KernelError } from "../../lib/errors.ts";
import { TimeLimit } from "../../protocols/jupyter/mod.ts";
import type { Env } from "../paths.ts";
import { operateOnce } from "./control_client.ts";
import type { FoundKernel } from "./discovery.ts";
import { kernelForeign, kernelUnkillable, pidFileUnheld, signalDenied } from "./errors.ts";
import { removeLeftovers } from "./leftovers.ts";

/** How long a kernel may take to answer the request to end. */
const answerMs = 5_000;
/** The same, with `force`; afterwards it gets as long again until SIGKILL. */
const forcedMs = 2_000;
/** From the first SIGTERM to the second with `force`: at once, the two would be one. */
const secondMs = 100;
/** How long the system may take to end a process by SIGKILL. */
const killMs = 10_000;

/** How to stop kernels. */
export interface StopOptions {
  readonly env: Env;
  /** Milliseconds of a steady clock. */
  readonly now: () => number;
  /** Time a kernel gets to end by itself; then comes SIGKILL. */
  readonly timeoutMs: number;
  /** Skips the time of grace. */
  readonly force: boolean;
  /** Removes what a killed kernel leaves behind. */
  readonly cleanup: boolean;
  /** Tells the clients that the kernel comes back. */
  readonly restart?: boolean;
}

/** What became of a kernel that was to stop. */
export interface StopResult {
  readonly id: string;
  readonly pid: number;
  readonly outcome: "stopped" | "killed" | "not running";
  /** What made it end. */
  readonly by: "request" | "SIGTERM" | "SIGKILL" | null;
  readonly seconds: number;
  /** Leftovers that were removed. */
  readonly removed: readonly string[];
}

/** A process to stop: a kernel with its record, or what a PID file names. */
export interface StopTarget {
  readonly id: string;
  readonly pid: number;
  /** When the process began, in milliseconds since the epoch. */
  readonly startMs: number;
  /** Present when the kernel can be asked. */
  readonly kernel?: FoundKernel;
}

/** The process of a kernel that was found. */
export function stopTarget(kernel: FoundKernel): StopTarget {
  const { id, pid } = kernel.record;
  return { id, pid, startMs: startOf(kernel), kernel };
}

/**
 * When the process began. The holder of the kernel's own PID file is that process, even where the record tells another
 * time: the system reckons starts by its clock, which may have been set meanwhile.
 */
function startOf({ owner, record }: FoundKernel): number {
  const held = owner === "own" ? inspectPidFile(record.pidFile) : undefined;
  const isHolder = held?.state === "running" && held.pid === record.pid;
  return (isHolder ? processStartMs(record.pid) : undefined) ?? record.processStartMs;
}

/**
 * The process that holds a PID file.
 *
 * @param kernels what discovery found; the one of that file can be asked to end
 * @throws {KernelError} `pid.unheld` when nothing holds it, `kernel.foreign` when it is another user's
 */
export function pidFileTarget(path: string, kernels: readonly FoundKernel[]): StopTarget {
  const found = inspectPidFile(path);
  if (found.state !== "running" || found.pid === undefined) {
    const reasons = {
      absent: "there is no such file",
      corrupt: "it holds no process id",
      stale: `process ${found.pid} has ended`,
      running: "its holder is not named",
    };
    throw pidFileUnheld(path, reasons[found.state]);
  }
  const { pid } = found;
  const kernel = kernels.find(({ record, owner, state }) =>
    owner === "own" && state === "running" && record.pid === pid
  );
  if (kernel !== undefined) return stopTarget(kernel);
  const owner = Deno.lstatSync(path).uid;
  if (owner !== Deno.uid()) throw kernelForeign(path, owner);
  const startMs = processStartMs(pid);
  if (startMs === undefined) throw pidFileUnheld(path, `process ${pid} has ended`);
  return { id: path, pid, startMs };
}

/**
 * Ends a kernel of this user's own and resolves when its process has ended.
 *
 * @throws {KernelError} `kernel.signal_denied`, `kernel.unkillable`
 */
export async function stopKernel(target: StopTarget, options: StopOptions): Promise<StopResult> {
  const begin = options.now();
  const by = target.kernel === undefined || lives(target) ? await end(target, options) : null;
  const removed = target.kernel !== undefined && options.cleanup
    ? removeLeftovers(target.kernel)
    : [];
  return {
    id: target.id,
    pid: target.pid,
    outcome: by === null ? "not running" : by === "SIGKILL" ? "killed" : "stopped",
    by,
    seconds: (options.now() - begin) / 1000,
    removed,
  };
}

function lives({ pid, startMs }: StopTarget): boolean {
  return processAlive(pid) !== "gone" && sameProcess(pid, startMs);
}

async function end(target: StopTarget, options: StopOptions): Promise<StopResult["by"]> {
  const { now, timeoutMs, force } = options;
  const deadline = now() + (force ? Math.min(timeoutMs, 2 * forcedMs) : timeoutMs);
  if (await askToEnd(target, options)) {
    if (await endsWithin(target.pid, deadline - now())) return "request";
    await terminate(target, "SIGKILL", 0);
    return "SIGKILL";
  }
  if (force) {
    tell(target);
    if (await endsWithin(target.pid, secondMs)) return "SIGTERM";
  }
  const how = await terminate(target, "SIGTERM", Math.max(0, deadline - now()));
  return how === "killed" ? "SIGKILL" : "SIGTERM";
}

/** True when the kernel took the request, or ended meanwhile. */
async function askToEnd(
  { kernel }: StopTarget,
  { env, force, timeoutMs, restart = false }: StopOptions,
): Promise<boolean> {
  if (kernel === undefined) return false;
  // Half of the time at most: SIGTERM is to have some of it as well.
  const limitMs = Math.min(timeoutMs / 2, force ? forcedMs : answerMs);
  try {
    const { record } = kernel;
    const options = { record, env, answerMs: limitMs };
    await operateOnce(options, "kernel.shutdown", { restart, ...(force ? { force } : {}) });
    return true;
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
    return error.code === "kernel.ended";
  }
}

async function endsWithin(pid: number, limitMs: number): Promise<boolean> {
  using limit = new TimeLimit(Math.max(0, limitMs));
  try {
    await waitForExit(pid, limit.signal);
    return true;
  } catch (error) {
    if (limit.exceeded) return false;
    throw error;
  }
}

/** Sends the first SIGTERM of two, after which a kernel hurries; one that is gone needs none. */
function tell({ pid, startMs }: StopTarget): void {
  if (!sameProcess(pid, startMs)) return;
  try {
    Deno.kill(pid, "SIGTERM");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.PermissionDenied)) {
      throw error;
    }
  }
}

async function terminate(
  target: StopTarget,
  signal: "SIGTERM" | "SIGKILL",
  graceMs: number,
): Promise<Termination> {
  using limit = new TimeLimit(graceMs + killMs);
  let how: Termination;
  try {
    const { pid, startMs } = target;
    how = await terminateProcess(pid, { signal, graceMs, startMs, abort: limit.signal });
  } catch (error) {
    if (limit.exceeded) throw kernelUnkillable(target);
    throw error;
  }
  if (how === "denied") throw signalDenied(target, signal);
  return how;
}
