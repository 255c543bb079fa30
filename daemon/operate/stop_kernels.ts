// SPDX-License-Identifier: Apache-2.0 OR MIT
// The work of `kernel stop`: several kernels at once, and a line about each.

import { resolve } from "node:path";
import type { CommandContext } from "../cli/command.ts";
import { humanSeconds } from "../cli/human.ts";
import { describeError } from "../cli/report.ts";
import { KernelError } from "../../lib/errors.ts";
import { findKernels, type FoundKernel } from "./discovery.ts";
import { noteLine } from "./kernel_tables.ts";
import { selectKernel } from "./select.ts";
import {
  pidFileTarget,
  stopKernel,
  type StopOptions,
  type StopResult,
  type StopTarget,
  stopTarget,
} from "./stop_kernel.ts";

/** Which kernels to stop, and how. */
export interface StopKernelsOptions {
  /** Ids, beginnings of ids, or ports. */
  readonly selectors: readonly string[];
  readonly pidFile: string | undefined;
  /** Every kernel of this user. */
  readonly all: boolean;
  /** One list at the end in place of a line for each. */
  readonly json: boolean;
  readonly stop: StopOptions;
}

/** A kernel that could not be stopped. */
interface StopFailure {
  readonly id: string;
  readonly pid: number;
  readonly outcome: "failed";
  readonly error: { readonly code: string; readonly message: string; readonly hint: string };
}

/**
 * Stops kernels and says of each what was done and how long it took.
 *
 * @returns false when any could not be stopped
 * @throws {KernelError} when one that is named cannot be found: then nothing is stopped
 */
export async function stopKernels(
  options: StopKernelsOptions,
  context: CommandContext,
): Promise<boolean> {
  const { terminal } = context;
  const targets = chooseTargets(await findKernels(context.env), options);
  if (targets.length === 0 && !options.json) {
    terminal.writeError(noteLine("No kernel is running", terminal.errorColour));
  }
  const results = await Promise.all(targets.map(async (target) => {
    try {
      const result = await stopKernel(target, options.stop);
      if (!options.json) terminal.write(`${stopText(result)}\n`);
      return result;
    } catch (error) {
      if (!(error instanceof KernelError)) throw error;
      if (!options.json) terminal.writeError(describeError(error, terminal.errorColour));
      return failure(target, error);
    }
  }));
  if (options.json) terminal.write(JSON.stringify(results, undefined, 2) + "\n");
  return results.every(({ outcome }) => outcome !== "failed");
}

/** What was done to a kernel, in one line. */
export function stopText({ id, pid, outcome, by, seconds, removed }: StopResult): string {
  const what = {
    stopped: `Stopped kernel "${id}" (process ${pid}) by ${by} in ${humanSeconds(seconds)}`,
    killed: `Killed kernel "${id}" (process ${pid}) after ${humanSeconds(seconds)}`,
    "not running": `Kernel "${id}" was not running`,
  }[outcome];
  return what + (removed.length === 0 ? "" : `; removed ${removed.join(", ")}`);
}

/** Each kernel once, however often it is named. */
function chooseTargets(
  kernels: readonly FoundKernel[],
  { selectors, pidFile, all }: StopKernelsOptions,
): StopTarget[] {
  if (all) {
    const running = kernels.filter(({ owner, state }) => owner === "own" && state === "running");
    return running.map(stopTarget);
  }
  const targets = selectors.map((selector) => stopTarget(selectKernel(kernels, selector)));
  if (pidFile !== undefined) targets.push(pidFileTarget(resolve(pidFile), kernels));
  if (targets.length === 0) targets.push(stopTarget(selectKernel(kernels, undefined)));
  return [...new Map(targets.map((target) => [target.pid, target])).values()];
}

function failure({ id, pid }: StopTarget, { code, message, hint }: KernelError): StopFailure {
  return { id, pid, outcome: "failed", error: { code, message, hint } };
}
