// SPDX-License-Identifier: Apache-2.0 OR MIT

import type { Env } from "../paths.ts";
import { chooseKernel } from "./choose_kernel.ts";
import { operateOnce } from "./control_client.ts";

/** What runs there gets the kernel's time of grace to end, which may be minutes. */
const endMs = 600_000;

/** Which session is to end. */
export interface SessionChoice {
  readonly session: string;
  /** Id, beginning of an id, or port; the only kernel when absent. */
  readonly kernel: string | undefined;
}

/**
 * Ends a session of a running kernel, for good or for a new one in its place.
 *
 * @returns the kernel's id
 * @throws {KernelError} when no kernel fits or several do, and the kernel's own
 */
export async function endSession(
  operation: "session.close" | "session.restart",
  { session, kernel }: SessionChoice,
  env: Env,
): Promise<string> {
  const { record } = await chooseKernel(kernel, env);
  await operateOnce({ record, env, answerMs: endMs }, operation, { session });
  return record.id;
}
