// SPDX-License-Identifier: Apache-2.0 OR MIT
// The configuration that a command which runs a script asks for.

import type { Config } from "../lib/config/mod.ts";
import { configSources, type GivenOptions, readConfig } from "./config_files.ts";
import type { Env } from "./paths.ts";

/**
 * The configuration in force for a command that runs scripts. `kernel.toml` holds for kernels alone.
 *
 * @throws {UsageError} when an option has a value it cannot have
 * @throws {KernelError} `config.…` when a file or a variable has
 */
export async function scriptConfig(options: GivenOptions, env: Env): Promise<Config> {
  const { config } = await readConfig({ ...configSources(options, env), kernelFile: false });
  return config;
}
