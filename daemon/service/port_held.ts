// SPDX-License-Identifier: Apache-2.0 OR MIT
// Says who holds a port that a kernel wants.

import { KernelError } from "../../lib/errors.ts";
import { findKernels } from "../operate/discovery.ts";
import type { Env } from "../paths.ts";

/**
 * Makes the error of a taken port name the kernel that holds it, where it is one.
 *
 * @param error what listening threw
 * @param ports the ports wanted
 * @returns another error, or the same when it is about something else
 */
export async function portHeld(
  error: unknown,
  ports: readonly number[],
  env: Env,
): Promise<unknown> {
  if (!(error instanceof KernelError) || !/\.address_in_use$/.test(error.code)) return error;
  const kernels = await findKernels(env);
  const holder = kernels.find(({ record, state }) =>
    state === "running" &&
    (Object.values(record.ports).some((port) => ports.includes(port)) ||
      ports.some((port) => record.http?.endsWith(`:${port}`)))
  );
  if (holder === undefined) return error;
  const { id, pid } = holder.record;
  return new KernelError(
    "kernel.port_in_use",
    `${error.message}: kernel "${id}" (process ${pid}) holds it`,
    `choose another port, or stop that kernel: llmspell kernel stop ${id}`,
    { cause: error },
  );
}
