// SPDX-License-Identifier: Apache-2.0 OR MIT
// Which kernels `kernel status` is about, and its exit code. Loads nothing that talks to kernels.

import { KernelError } from "../../lib/errors.ts";
import { exitCodes } from "../exit_codes.ts";
import type { Env } from "../paths.ts";
import { findKernels, type FoundKernel } from "./discovery.ts";
import { selectKernel } from "./select.ts";

/** The kernel that is named, of any user; all that run when none is. */
export function chooseToShow(
  kernels: readonly FoundKernel[],
  selector: string | undefined,
): FoundKernel[] {
  if (selector === undefined) return kernels.filter(({ state }) => state === "running");
  const foreign = kernels.find(({ record, owner }) => owner !== "own" && record.id === selector);
  const own = kernels.some(({ record, owner }) => owner === "own" && record.id === selector);
  return [foreign !== undefined && !own ? foreign : selectKernel(kernels, selector)];
}

/** The exit code for a kernel that is named, or for all, without a word. */
export async function quietStatus(selector: string | undefined, env: Env): Promise<number> {
  try {
    return statusCode(chooseToShow(await findKernels(env), selector));
  } catch (error) {
    if (error instanceof KernelError) return exitCodes.failure; // Unknown, or more than one.
    throw error;
  }
}

/** 0 when one of the kernels runs, else 1. */
export function statusCode(kernels: readonly FoundKernel[]): number {
  return kernels.some(({ state }) => state === "running") ? exitCodes.success : exitCodes.failure;
}
