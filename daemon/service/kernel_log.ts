// SPDX-License-Identifier: Apache-2.0 OR MIT
// A log as the configuration wants it.

import { dirname } from "node:path";
import type { Config } from "../../lib/config/mod.ts";
import type { Metrics } from "../../lib/contracts/mod.ts";
import { KernelError } from "../../lib/errors.ts";
import { type Log, type LogSettings, openLog } from "../../lib/observe/mod.ts";
import type { Terminal } from "../cli/terminal.ts";
import type { Env } from "../paths.ts";

/** What a log is opened with. */
export interface KernelLogOptions {
  readonly config: Config;
  /** Path of the log file; empty or absent for standard error. */
  readonly file: string | undefined;
  readonly terminal: Pick<Terminal, "writeError" | "errorColour">;
  readonly env: Env;
  readonly metrics?: Metrics;
}

/**
 * Opens the log.
 *
 * @throws {KernelError} `log.unwritable` when there is to be a file and it cannot be written
 */
export function openKernelLog({ config, file, terminal, env, metrics }: KernelLogOptions): Log {
  if (file !== undefined && file !== "") proveWritable(file);
  return openLog({
    ...logSettings(config, file),
    write: (line) => terminal.writeError(line),
    colour: terminal.errorColour,
    env,
    ...(metrics === undefined ? {} : { metrics }),
  });
}

/** What a configuration says of the log; the file is decided at the start. */
export function logSettings(config: Config, file: string | undefined): LogSettings {
  return { ...config.log, file };
}

function proveWritable(path: string): void {
  try {
    Deno.mkdirSync(dirname(path), { recursive: true, mode: 0o750 });
    Deno.openSync(path, { append: true, create: true, mode: 0o640 }).close();
  } catch (cause) {
    throw new KernelError(
      "log.unwritable",
      `Cannot write the log to "${path}": ${cause instanceof Error ? cause.message : cause}`,
      "name another file with --log-file",
      { cause },
    );
  }
}
