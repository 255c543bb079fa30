// SPDX-License-Identifier: Apache-2.0 OR MIT
// What commands do first: look which kernels there are, and tidy up after those that were killed.

import type { CommandContext } from "../cli/command.ts";
import { KernelError } from "../../lib/errors.ts";
import { discoverKernels, type FoundKernel } from "./discovery.ts";
import { noteLine } from "./kernel_tables.ts";
import { removeLeftovers } from "./leftovers.ts";

/**
 * Finds all kernels. What this user's kernels left behind when they were killed is removed; that, and records that
 * cannot be read, is told on standard error.
 *
 * @returns kernels that run, and those whose leftovers are still there
 */
export async function surveyKernels({ env, terminal }: CommandContext): Promise<FoundKernel[]> {
  const { kernels, problems } = await discoverKernels(env);
  const note = (text: string) => terminal.writeError(noteLine(text, terminal.errorColour));
  for (const { path, problem, own } of problems) {
    if (own) note(`Cannot use the record "${path}": ${problem}`);
  }
  return kernels.filter((kernel) => {
    if (kernel.owner !== "own" || kernel.state !== "stale") return true;
    try {
      const removed = removeLeftovers(kernel);
      const { id } = kernel.record;
      if (removed.length > 0) note(`Kernel "${id}" was killed; removed ${removed.join(", ")}`);
      return removed.length === 0;
    } catch (error) {
      if (!(error instanceof KernelError)) throw error;
      note(error.message);
      return true;
    }
  });
}
