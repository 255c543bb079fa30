// SPDX-License-Identifier: Apache-2.0 OR MIT
// The configuration that a command's options ask for.

import { type Config, parseBytes, resolveConfig } from "../lib/config/mod.ts";
import { invalidValue } from "./cli/errors.ts";
import type { OptionValues } from "./cli/command.ts";
import type { scriptOptions } from "./commands/script_options.ts";

type LogLevel = Config["log"]["level"];

/**
 * The configuration in force for a command that runs scripts.
 *
 * @throws {UsageError} when an option's value cannot be read
 * @throws {KernelError} `config.invalid` when a setting is out of bounds
 */
export function scriptConfig(
  options: OptionValues<typeof scriptOptions>,
  env: (name: string) => string | undefined,
  logLevel?: LogLevel,
): Config {
  const memory = options["memory-limit"];
  return resolveConfig({
    env,
    flags: {
      log: { level: logLevel },
      limits: { memoryBytes: memory === undefined ? undefined : readSize(memory) },
      policy: {
        read: options["allow-read"],
        write: options["allow-write"],
        env: options["allow-env"],
        run: options["allow-run"],
      },
    },
  });
}

function readSize(text: string): number {
  try {
    return parseBytes(text);
  } catch {
    throw invalidValue("--memory-limit", text, "a size such as 64MiB");
  }
}
