// SPDX-License-Identifier: Apache-2.0 OR MIT

import type { Env } from "../paths.ts";
import { findKernels, type FoundKernel } from "./discovery.ts";
import { selectRunningKernel } from "./select.ts";

/**
 * The running kernel that a command line names.
 *
 * @param selector id, beginning of an id, or port; the only kernel when absent
 * @throws {KernelError} when none fits, or several do
 */
export async function chooseKernel(
  selector: string | undefined,
  env: Env,
): Promise<FoundKernel> {
  return selectRunningKernel(await findKernels(env), selector);
}
