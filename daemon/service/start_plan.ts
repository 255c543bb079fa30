// SPDX-License-Identifier: Apache-2.0 OR MIT
// Everything a start decides before it touches anything.

import type { Config } from "../../lib/config/mod.ts";
import type { KernelStartOptions } from "../commands/kernel_start_options.ts";
import { startConfig } from "../config_files.ts";
import { type Language, languageOf } from "../engines.ts";
import { parentProcess } from "../parent_process.ts";
import type { Env } from "../paths.ts";
import { type KernelPlaces, planPlaces } from "./places.ts";
import { startArguments } from "./start_arguments.ts";
import { type StartManner, withStartDefaults } from "./start_defaults.ts";

/** What is to be started, where and how. */
export interface StartPlan {
  readonly config: Config;
  /**
   * Reads the configuration again.
   *
   * @throws {KernelError} `config.…`
   */
  readonly reload: () => Promise<Config>;
  readonly manner: StartManner;
  readonly places: KernelPlaces;
  readonly language: Language;
  /** Process of the front end that starts it. */
  readonly parent: number | undefined;
  /** Folders whose modules scripts may require. */
  readonly moduleFolders: readonly string[];
  /** True to take over what an earlier kernel of the id saved. */
  readonly restore: boolean;
  /** The command line, without the program, that starts it again the same way. */
  readonly arguments: readonly string[];
}

/**
 * Reads the configuration and decides about places.
 *
 * @param daemon whether this process was detached; it works in `/`, and its starter has made all paths absolute
 * @throws {KernelError} `config.…`, `engine.unknown`, `kernel.run_folder`
 * @throws {UsageError} when an option's value cannot be used
 */
export async function planStart(
  options: KernelStartOptions,
  env: Env,
  daemon: boolean,
): Promise<StartPlan> {
  const loaded = await startConfig(options, env);
  const parent = parentProcess(env);
  const manner: StartManner = {
    daemon,
    frontEnd: parent !== undefined,
    connectionFile: options["connection-file"] !== undefined,
  };
  const config = withStartDefaults(loaded, manner);
  const places = planPlaces({ options, config, env, daemon });
  const words = { ...options, "daemon": daemon, "foreground": false, "restore": false };
  return {
    config,
    reload: async () => withStartDefaults(await loaded.reload(), manner),
    manner,
    places,
    language: languageOf(config.kernel.language),
    parent,
    moduleFolders: daemon ? [] : [Deno.cwd()],
    restore: options.restore,
    arguments: startArguments({ ...words, "id": places.id }, Deno.cwd()),
  };
}
