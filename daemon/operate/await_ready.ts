// SPDX-License-Identifier: Apache-2.0 OR MIT
// Asks for a kernel's health, and waits until there is a kernel that is ready.

import type { HealthReport } from "../../lib/contracts/mod.ts";
import { KernelError } from "../../lib/errors.ts";
import { TimeLimit } from "../../protocols/jupyter/mod.ts";
import { runFolder } from "../kernel_record.ts";
import type { Env } from "../paths.ts";
import { operateOnce } from "./control_client.ts";
import { findKernels, type FoundKernel } from "./discovery.ts";
import { readyUnreached } from "./errors.ts";
import { findRunFolders, type RunFolderPlaces } from "./run_folders.ts";
import { selectRunningKernel } from "./select.ts";

/** Shortest and longest pause before a kernel that is not ready is asked again. */
const backoffMs = { first: 50, most: 1_000 };

/** Which kernel's health is asked for. */
export interface HealthOptions {
  readonly env: Env;
  /** Id, beginning of an id, or port; the only kernel when absent. */
  readonly selector: string | undefined;
  /** How long the answer may take. */
  readonly answerMs?: number;
  readonly places?: RunFolderPlaces;
  /** Ends the waiting as if the time were up. */
  readonly signal?: AbortSignal;
}

/** A kernel's health. */
export interface FoundHealth {
  readonly id: string;
  readonly pid: number;
  readonly health: HealthReport;
}

/**
 * Asks a kernel for its health.
 *
 * @throws {KernelError} when none fits, or it does not answer
 */
export async function askHealth(options: HealthOptions): Promise<FoundHealth> {
  const kernels = await findKernels(options.env, options.places);
  return await ask(selectRunningKernel(kernels, options.selector), options);
}

/**
 * Waits until the kernel is there and ready. A kernel to come is told by the system when it writes its record; one
 * that is there and not ready is asked again after a pause that grows.
 *
 * @throws {KernelError} `kernel.not_ready` when the time is up, and what waiting cannot mend: several kernels fit, or
 *   it is another user's
 */
export async function awaitReady(options: HealthOptions, limitMs: number): Promise<FoundHealth> {
  using limit = new TimeLimit(limitMs, options.signal);
  let last = "no kernel is running";
  let pauseMs = backoffMs.first;
  try {
    while (true) {
      const kernel = await awaitKernel(options, limit.signal);
      const found = await askPatiently(kernel, options);
      if (typeof found !== "string" && found.health.ready) return found;
      const { id } = kernel.record;
      last = typeof found === "string"
        ? found
        : `kernel "${id}" is ${found.health.phase} and ${found.health.status}`;
      await pause(pauseMs, limit.signal);
      pauseMs = Math.min(2 * pauseMs, backoffMs.most);
    }
  } catch (error) {
    if (limit.signal.aborted) throw readyUnreached(last, limitMs);
    throw error;
  }
}

/** Resolves when a kernel that fits runs. */
async function awaitKernel(
  { env, selector, places }: HealthOptions,
  signal: AbortSignal,
): Promise<FoundKernel> {
  const own = runFolder(env);
  using watcher = Deno.watchFs([...new Set([own, ...findRunFolders(env, places)])], {
    recursive: false,
  });
  const close = () => watcher.close();
  signal.addEventListener("abort", close, { once: true });
  try {
    const events = watcher[Symbol.asyncIterator]();
    while (true) {
      signal.throwIfAborted();
      try {
        return selectRunningKernel(await findKernels(env, places), selector);
      } catch (error) {
        if (!mayCome(error)) throw error;
      }
      await events.next();
    }
  } finally {
    signal.removeEventListener("abort", close);
  }
}

/** What a kernel that starts later would change. */
function mayCome(error: unknown): boolean {
  const codes = ["kernel.none", "kernel.unknown", "kernel.not_running"];
  return error instanceof KernelError && codes.includes(error.code);
}

/** Its health, or why it did not tell. */
async function askPatiently(
  kernel: FoundKernel,
  options: HealthOptions,
): Promise<FoundHealth | string> {
  try {
    return await ask(kernel, options);
  } catch (error) {
    if (error instanceof KernelError) return error.message.replace(/^Cannot [^:]*: /, "");
    throw error;
  }
}

async function ask(
  { record }: FoundKernel,
  { env, answerMs }: HealthOptions,
): Promise<FoundHealth> {
  const options = { record, env, ...(answerMs === undefined ? {} : { answerMs }) };
  const health = await operateOnce(options, "kernel.health", {});
  return { id: record.id, pid: record.pid, health };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const abort = () => {
    clearTimeout(timer);
    reject(signal.reason);
  };
  signal.addEventListener("abort", abort, { once: true });
  return promise.finally(() => signal.removeEventListener("abort", abort));
}
