// SPDX-License-Identifier: Apache-2.0 OR MIT
// The configuration in force: defaults, files, environment, flags. Each goes before what stands before it here.

import { join } from "node:path";
import { readEnvironment } from "./environment.ts";
import { type ConfigFile, readFileLayer } from "./file.ts";
import { readFlags } from "./flags.ts";
import { type Layer, type Origins, resolveLayers, type Suggest } from "./layers.ts";
import { type ConfigProblem, requireNone } from "./problem.ts";
import type { Config, ConfigInput } from "./table.ts";

/** What the configuration is read from. */
export interface LoadConfigOptions {
  /** Folder of `config.toml` and `kernel.toml`. */
  readonly home: string;
  /** File to read instead of `config.toml`; it must be there. */
  readonly configFile?: string | undefined;
  /** False to leave `kernel.toml` out: what it says holds for kernels alone. */
  readonly kernelFile?: boolean;
  /** Reads an environment variable: `LLMSPELL_LIMITS_MEMORY_BYTES` sets `limits.memoryBytes`. */
  readonly env: (name: string) => string | undefined;
  /** Settings of the command line. */
  readonly flags?: ConfigInput;
  /** Options that gave the flags, by path of the setting: `{ "log.level": "--log-level" }`. */
  readonly flagNames?: Readonly<Record<string, string>>;
  /**
   * Reads a file; the result is `undefined` when there is none.
   *
   * @param required true for the file that was named
   * @throws {Error} when it is there and cannot be read; its message says why
   */
  readonly readFile: (path: string, required: boolean) => ConfigFile | undefined;
  /** Finds what a mistyped name may have meant. */
  readonly suggest?: Suggest;
}

/** The configuration in force, and where it comes from. */
export interface LoadedConfig {
  /** Every setting's value. */
  readonly config: Config;
  /** Where each setting's value comes from, by path. */
  readonly origins: Origins;
  /** Files that were read, in the order of their precedence. */
  readonly files: readonly string[];
}

/** What checking a configuration found. */
export interface CheckedConfig extends LoadedConfig {
  /** All that is wrong, the lowest layer first; empty when the configuration can be used. */
  readonly problems: readonly ConfigProblem[];
}

/**
 * Reads the configuration in force.
 *
 * @throws {KernelError} `config.invalid`, `config.syntax`, `config.unreadable` or `config.unsafe`; names file and line,
 * or variable or option, and the setting
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const file = new TextEncoder().encode('[log]\nlevel = "info"\n');
 * const { config, origins } = await loadConfig({
 *   home: "/home/x/.llmspell",
 *   env: () => undefined,
 *   flags: { limits: { memoryBytes: "64MiB" } },
 *   readFile: (path) => path.endsWith("/config.toml") ? { bytes: file } : undefined,
 * });
 * assert.equal(config.limits.memoryBytes, 67108864);
 * assert.deepEqual(origins.get("log.level"), {
 *   layer: "file",
 *   path: "/home/x/.llmspell/config.toml",
 *   line: 2,
 * });
 * ```
 */
export async function loadConfig(options: LoadConfigOptions): Promise<LoadedConfig> {
  const { problems, ...loaded } = await checkConfig(options);
  requireNone(problems);
  return loaded;
}

/** Reads the configuration and lists all that is wrong with it; what is wrong is left out of the result. */
export async function checkConfig(options: LoadConfigOptions): Promise<CheckedConfig> {
  const { home, configFile, kernelFile = true, env, flags = {}, flagNames = {}, suggest } = options;
  const sources = [
    { path: configFile ?? join(home, "config.toml"), required: configFile !== undefined },
    ...(kernelFile ? [{ path: join(home, "kernel.toml"), required: false }] : []),
  ];
  const layers: Layer[] = [];
  const files: string[] = [];
  for (const { path, required } of sources) {
    const file = readIfThere(path, required, options.readFile);
    if (file === undefined) continue;
    files.push(path);
    layers.push("problem" in file ? problemLayer(file) : await readFileLayer(path, file, suggest));
  }
  layers.push(readEnvironment(env, suggest), readFlags(flags, flagNames, suggest));
  return { ...resolveLayers(layers), files };
}

/**
 * The configuration of environment and flags alone.
 *
 * @throws {KernelError} `config.invalid`; names the variable or the option, and the setting
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const config = resolveConfig({
 *   env: (name) => name === "LLMSPELL_LIMITS_MEMORY_BYTES" ? "64MiB" : undefined,
 *   flags: { log: { level: "debug" } },
 * });
 * assert.equal(config.limits.memoryBytes, 67108864);
 * assert.equal(config.log.level, "debug");
 * ```
 */
export function resolveConfig(
  { env, flags, suggest }: Pick<LoadConfigOptions, "env" | "suggest"> & {
    readonly flags: ConfigInput;
  },
): Config {
  const layers = [readEnvironment(env, suggest), readFlags(flags, {}, suggest)];
  const { config, problems } = resolveLayers(layers);
  requireNone(problems);
  return config;
}

function readIfThere(
  path: string,
  required: boolean,
  readFile: LoadConfigOptions["readFile"],
): ConfigFile | ConfigProblem | undefined {
  try {
    const file = readFile(path, required);
    return file ?? (required ? unreadable(path, "there is no such file") : undefined);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return unreadable(path, error.message);
  }
}

function unreadable(file: string, problem: string): ConfigProblem {
  return { code: "config.unreadable", file, problem, hint: "llmspell config init --help" };
}

function problemLayer(problem: ConfigProblem): Layer {
  return { entries: [], problems: [problem] };
}
