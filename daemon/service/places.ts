// SPDX-License-Identifier: Apache-2.0 OR MIT
// The files and folders of one kernel.

import { join, resolve } from "node:path";
import type { Config } from "../../lib/config/mod.ts";
import type { KernelStartOptions } from "../commands/kernel_start_options.ts";
import { UsageError } from "../cli/errors.ts";
import {
  kernelIdPattern,
  kernelPidPath,
  kernelRecordPath,
  runFolder,
  sessionFolder,
} from "../kernel_record.ts";
import { type Env, llmspellHome } from "../paths.ts";

/** Absolute paths, and the id they are named by. */
export interface KernelPlaces {
  readonly id: string;
  readonly home: string;
  readonly connectionFile: string;
  /** True when the connection file is in its own place: nobody else writes there, and it goes with the kernel. */
  readonly ownsConnectionFile: boolean;
  /** Folder of the connection files of sessions beside the main one. */
  readonly sessionFolder: string;
  readonly pidFile: string;
  readonly recordFile: string;
  readonly stateFile: string;
  readonly keyFile: string;
  readonly dumpFolder: string;
  /** Absent when the log goes to standard error. */
  readonly logFile: string | undefined;
  /** What a daemon writes past its log: crashes of the runtime itself. */
  readonly outputFile: string;
}

/** Options that name places. */
export type PlaceOptions = Pick<KernelStartOptions, "id" | "connection-file" | "pid-file">;

/**
 * Decides where a kernel keeps its files.
 *
 * @param daemon a kernel without terminal logs to a file, even when none is named
 * @throws {UsageError} when the id cannot be part of a file's name
 * @throws {KernelError} `kernel.run_folder`
 */
export function planPlaces(
  { options, config, env, daemon }: {
    readonly options: PlaceOptions;
    readonly config: Config;
    readonly env: Env;
    readonly daemon: boolean;
  },
): KernelPlaces {
  const id = options.id ?? crypto.randomUUID().slice(0, 8);
  if (!kernelIdPattern.test(id)) {
    throw new UsageError(
      `Cannot use --id: "${id}" cannot name a kernel`,
      "letters, digits, dots, dashes and underscores, at most 64, the first a letter or digit",
    );
  }
  const home = llmspellHome(env);
  const own = join(home, "kernels", `kernel-${id}.json`);
  const connectionFile = resolve(options["connection-file"] ?? own);
  const folder = runFolder(env);
  const logs = join(home, "logs");
  const logFile = config.log.file === ""
    ? daemon ? join(logs, `kernel-${id}.log`) : undefined
    : resolve(config.log.file);
  return {
    id,
    home,
    connectionFile,
    ownsConnectionFile: connectionFile === own,
    sessionFolder: sessionFolder(home, id),
    pidFile: resolve(options["pid-file"] ?? kernelPidPath(folder, id)),
    recordFile: kernelRecordPath(folder, id),
    stateFile: join(home, "state", `kernel-${id}`, "kernel_state.json"),
    keyFile: join(home, "state", `kernel-${id}`, "connection.key"),
    dumpFolder: join(home, "state", `kernel-${id}`),
    logFile,
    outputFile: join(logs, `kernel-${id}.out`),
  };
}
