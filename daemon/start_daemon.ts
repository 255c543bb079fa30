// SPDX-License-Identifier: Apache-2.0 OR MIT
// `kernel start --daemon`: starts a kernel in the background and waits until it is ready.

import { detach, sanitizeEnvironment } from "../lib/daemon/mod.ts";
import { KernelError } from "../lib/errors.ts";
import type { CommandContext } from "./cli/command.ts";
import type { KernelStartOptions } from "./commands/kernel_start_options.ts";
import { exitCodes } from "./exit_codes.ts";
import { type KernelRecord, parseKernelRecord } from "./kernel_record.ts";
import { programCommand } from "./kernelspec.ts";
import { startConfig } from "./config_files.ts";
import { planPlaces } from "./service/places.ts";
import { startArguments } from "./service/start_arguments.ts";

/**
 * Starts a daemon and tells where it is; the result is the exit code.
 *
 * @throws {KernelError} why it did not start; then it has left no file
 */
export async function startDaemon(
  options: KernelStartOptions,
  { terminal, env }: CommandContext,
): Promise<number> {
  const { config } = await startConfig(options, env);
  const { id, outputFile } = planPlaces({ options, config, env, daemon: true });
  const [program = "", ...words] = programCommand({
    standalone: Deno.build.standalone,
    execPath: Deno.execPath(),
    mainModule: Deno.mainModule,
  });
  const start = startArguments({ ...options, "daemon": false, "foreground": true, id }, Deno.cwd());
  const isNew = !exists(outputFile);
  using end = endBySignal();
  try {
    const { info } = await detach({
      argv: [program, ...words, ...start],
      env: sanitizeEnvironment(Deno.env.toObject()),
      outputFile,
      signal: end.signal,
    });
    terminal.write(describe(parseKernelRecord(JSON.stringify(info))));
    return exitCodes.success;
  } catch (error) {
    if (isNew && !isHeld(error)) removeQuietly(outputFile);
    if (end.exitCode !== undefined) return end.exitCode;
    throw error;
  }
}

/** A signal ends a start in progress, and the kernel with it. */
function endBySignal(): Disposable & {
  readonly signal: AbortSignal;
  readonly exitCode: number | undefined;
} {
  const stop = new AbortController();
  let exitCode: number | undefined;
  const listeners = ([
    ["SIGINT", exitCodes.interrupted],
    ["SIGTERM", exitCodes.terminated],
    ["SIGHUP", exitCodes.hungUp],
  ] as const).map(([name, code]) => {
    const listener = () => {
      exitCode ??= code;
      stop.abort();
    };
    Deno.addSignalListener(name, listener);
    return [name, listener] as const;
  });
  return {
    signal: stop.signal,
    get exitCode() {
      return exitCode;
    },
    [Symbol.dispose]() {
      for (const [name, listener] of listeners) Deno.removeSignalListener(name, listener);
    },
  };
}

/** Why the start failed matters more than why its file cannot be removed. */
function removeQuietly(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // It was never made.
  }
}

/** Whether another kernel has the id: then the output file is that kernel's. */
function isHeld(error: unknown): boolean {
  return error instanceof KernelError && error.code === "pid.locked";
}

function describe(record: KernelRecord): string {
  const { id, pid, connectionFile, transport, ip, ports, http, logFile } = record;
  const address = transport === "ipc"
    ? ip
    : `${ip}, ports ${Object.entries(ports).map(([name, port]) => `${name} ${port}`).join(", ")}`;
  const rows = [
    ["id", id],
    ["process", String(pid)],
    ["connection file", connectionFile],
    ["listens on", address],
    ...(http === undefined ? [] : [["health", `${http}/health`]]),
    ...(logFile === undefined ? [] : [["log", logFile]]),
  ];
  return `Kernel is running in the background.\n${
    rows.map(([name, value]) => `  ${`${name}:`.padEnd(17)}${value}\n`).join("")
  }`;
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
