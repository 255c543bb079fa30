// SPDX-License-Identifier: Apache-2.0 OR MIT
// Stops a kernel and starts it again in the same place, so that its clients find it.

import { isThere } from "../../lib/store/mod.ts";
import {
  type ConnectionInfo,
  readConnectionFile,
  writeConnectionFile,
} from "../../protocols/jupyter/mod.ts";
import { type KernelRecord, parseKernelRecord } from "../kernel_record.ts";
import type { FoundKernel } from "./discovery.ts";
import { connectionLost, restartFailed, restartForeground } from "./errors.ts";
import { stopKernel, type StopOptions, type StopResult, stopTarget } from "./stop_kernel.ts";

/** How to restart a kernel. */
export interface RestartOptions extends Omit<StopOptions, "restart"> {
  /** Command line that starts this program. */
  readonly command: readonly string[];
}

/** What became of a kernel that was restarted. */
export interface RestartResult {
  readonly id: string;
  /** How it ended. */
  readonly stop: StopResult;
  /** Id of the new process. */
  readonly pid: number;
  /** The connection file, as before. */
  readonly connectionFile: string;
  /** From the request to end until the new one was ready. */
  readonly seconds: number;
}

/**
 * Stops a detached kernel, which saves its state, and starts it with the same id, ports, key and command line.
 *
 * @throws {KernelError} `kernel.foreground` when it is not detached, `kernel.connection_lost` when its key cannot be
 *   read (nothing is stopped then), `kernel.restart_failed` when it does not come back
 */
export async function restartKernel(
  kernel: FoundKernel,
  options: RestartOptions,
): Promise<RestartResult> {
  const { record } = kernel;
  if (!record.daemon) throw restartForeground(record);
  const begin = options.now();
  const connection = await connectionOf(record);
  const stop = await stopKernel(stopTarget(kernel), { ...options, restart: true });
  const { connectionFile } = record;
  if (!(await isThere(connectionFile))) await writeConnectionFile(connectionFile, connection);
  await start(record, options.command);
  const { pid } = parseKernelRecord(await Deno.readTextFile(kernel.path));
  const seconds = (options.now() - begin) / 1000;
  return { id: record.id, stop, pid, connectionFile, seconds };
}

/**
 * The command line, without the program, that brings a kernel back where it was: the one it was started with, its id
 * and connection file named and its state restored.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const words = ["kernel", "start", "--daemon", "--id", "x", "-f=y"];
 * assert.deepEqual(restartArguments({ id: "work", connectionFile: "/c.json", arguments: words }), [
 *   "kernel", "start", "--daemon", "--id", "work", "--connection-file", "/c.json", "--restore",
 * ]);
 * ```
 */
export function restartArguments(
  record: Pick<KernelRecord, "id" | "connectionFile" | "arguments">,
): string[] {
  const kept: string[] = [];
  for (let i = 0; i < record.arguments.length; i++) {
    const word = record.arguments[i]!;
    if (word === "--restore" || /^(--id|--connection-file|-f)=/.test(word)) continue;
    if (/^(--id|--connection-file|-f)$/.test(word)) i++; // and its value
    else kept.push(word);
  }
  return [...kept, "--id", record.id, "--connection-file", record.connectionFile, "--restore"];
}

/** The kernel's address and key, which must outlive it. */
async function connectionOf(record: KernelRecord): Promise<ConnectionInfo> {
  const { connectionFile: path } = record;
  try {
    const file = await readConnectionFile(path);
    if (file.kind === "connection") return file.connection;
  } catch (error) {
    throw connectionLost(record, path, error);
  }
  throw connectionLost(record, path);
}

async function start(record: KernelRecord, command: readonly string[]): Promise<void> {
  const [program = "", ...words] = command;
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args: [...words, ...restartArguments(record)],
    env: { LLMSPELL_HOME: record.home },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  if (success) return;
  const said = [stderr, stdout].map((bytes) => new TextDecoder().decode(bytes).trim());
  throw restartFailed(record, said.filter((text) => text !== "").join("; ").slice(-2_000));
}
