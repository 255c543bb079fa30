// SPDX-License-Identifier: Apache-2.0 OR MIT
// Says who holds a port that a kernel wants.

import { basename } from "node:path";
import { processCommand } from "../../lib/daemon/mod.ts";
import { KernelError } from "../../lib/errors.ts";
import { findKernels } from "../operate/discovery.ts";
import { listeningProcess } from "../operate/doctor/listening_process.ts";
import { findRunFolders } from "../operate/run_folders.ts";
import type { Env } from "../paths.ts";

/** Who holds a port. */
interface Holder {
  readonly pid: number;
  /** Present when it is a kernel. */
  readonly id?: string | undefined;
}

/**
 * Makes the error of a taken port name the kernel or the process that holds it, where the system tells.
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
  const holder = await recordedKernel(ports, env) ?? listener(ports, env);
  if (holder === undefined) return error;
  const { id, pid } = holder;
  const name = id === undefined
    ? `process ${pid} (${processCommand(pid) ?? "unknown"})`
    : `kernel "${id}" (process ${pid})`;
  return new KernelError(
    "kernel.port_in_use",
    `${error.message}: ${name} holds it`,
    id === undefined
      ? error.hint
      : `choose another port, or stop that kernel: llmspell kernel stop ${id}`,
    { cause: error },
  );
}

async function recordedKernel(ports: readonly number[], env: Env): Promise<Holder | undefined> {
  const kernels = await findKernels(env);
  return kernels.find(({ record, state }) =>
    state === "running" &&
    (Object.values(record.ports).some((port) => ports.includes(port)) ||
      ports.some((port) => record.http?.endsWith(`:${port}`)))
  )?.record;
}

/** Whoever listens: a kernel that is about to be ready has a PID file and no record yet. */
function listener(ports: readonly number[], env: Env): Holder | undefined {
  const pid = ports.map(listeningProcess).find((pid) => pid !== undefined && pid !== Deno.pid);
  return pid === undefined ? undefined : { pid, id: startingKernel(pid, env) };
}

function startingKernel(pid: number, env: Env): string | undefined {
  const files = findRunFolders(env).flatMap((folder) => {
    return entries(folder).map((name) => `${folder}/${name}`);
  });
  const held = files.find((path) => path.endsWith(".pid") && textOf(path) === `${pid}\n`);
  return held === undefined ? undefined : /^kernel-(.+)\.pid$/.exec(basename(held))?.[1];
}

function entries(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name);
  } catch {
    return []; // Closed to us, or removed just now.
  }
}

function textOf(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}
