// SPDX-License-Identifier: Apache-2.0 OR MIT
// Which file has the log of the kernel that a command line names.

import { join } from "node:path";
import { KernelError } from "../../lib/errors.ts";
import { kernelIdPattern } from "../kernel_record.ts";
import { type Env, llmspellHome } from "../paths.ts";
import { findKernels } from "./discovery.ts";
import { logElsewhere, logUnknown, logUnnamed } from "./log_errors.ts";
import { selectKernel } from "./select.ts";

/**
 * Path of a kernel's log: of one that runs, else of one that has ended and left its log in `LLMSPELL_HOME`.
 *
 * @param selector id, beginning of an id, or port; the only kernel when absent
 * @throws {KernelError} when none fits, several do, or the kernel writes no file
 */
export async function findLog(selector: string | undefined, env: Env): Promise<string> {
  const folder = join(llmspellHome(env), "logs");
  try {
    const { record } = selectKernel(await findKernels(env), selector);
    const path = record.logFile ?? logPath(folder, record.id);
    if (record.logFile === undefined && !leftLogs(folder).includes(record.id)) {
      throw logElsewhere(record.id);
    }
    return path;
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
    if (error.code !== "kernel.none" && error.code !== "kernel.unknown") throw error;
    return logPath(folder, chooseLog(leftLogs(folder), selector));
  }
}

/** The log of the id, or of the only one that begins so; without a selector the only one there is. */
function chooseLog(ids: readonly string[], selector: string | undefined): string {
  if (selector !== undefined && ids.includes(selector)) return selector;
  const fitting = ids.filter((id) => selector === undefined || id.startsWith(selector));
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  throw selector === undefined ? logUnnamed(ids) : logUnknown(selector, ids);
}

function logPath(folder: string, id: string): string {
  return join(folder, `kernel-${id}.log`);
}

/** Ids of the kernels whose logs are in the folder, in use or rotated. */
function leftLogs(folder: string): string[] {
  try {
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
    const ids = names.map((name) =>
      name.match(/^kernel-(.+?)\.log(?:\.\d+(?:\.gz)?)?$/)?.[1] ?? ""
    );
    return [...new Set(ids)].filter((id) => kernelIdPattern.test(id)).sort();
  } catch {
    return []; // No kernel has logged yet, or the folder is closed to us.
  }
}
