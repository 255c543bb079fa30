// SPDX-License-Identifier: Apache-2.0 OR MIT
// The configuration a command works with: files in LLMSPELL_HOME, the environment, the command's options.

import { resolve } from "node:path";
import {
  checkConfig,
  type ConfigFile,
  type ConfigInput,
  type LoadConfigOptions,
  type LoadedConfig,
  maxFileBytes,
  requireNone,
  variableName,
} from "../lib/config/mod.ts";
import { UsageError } from "./cli/errors.ts";
import { nearestName } from "./cli/suggest.ts";
import { type Env, llmspellHome } from "./paths.ts";

/** Options of commands that set something, and what they set. The path of `--log-file` may be relative. */
export const optionSettings: Readonly<Record<string, string>> = Object.freeze({
  "ip": "kernel.ip",
  "transport": "kernel.transport",
  "port": "kernel.port",
  "language": "kernel.language",
  "grace": "kernel.graceMs",
  "idle-timeout": "kernel.idleTimeoutSeconds",
  "max-clients": "kernel.maxClients",
  "log-level": "log.level",
  "log-format": "log.format",
  "log-file": "log.file",
  "log-rotate-size": "log.rotateBytes",
  "log-rotate-age": "log.rotateSeconds",
  "log-rotate-count": "log.rotateCount",
  "http": "http.listen",
  "memory-limit": "limits.memoryBytes",
  "allow-read": "policy.read",
  "allow-write": "policy.write",
  "allow-env": "policy.env",
  "allow-run": "policy.run",
});

/** Options of a command as they were parsed. Those that set nothing are not looked at. */
export type GivenOptions = Readonly<Record<string, unknown>> & {
  /** `--config`: file to read instead of `config.toml`. */
  readonly config?: string | undefined;
};

/** The configuration of a kernel, which can be read again. */
export interface StartConfig extends LoadedConfig {
  /**
   * Reads the same files again, wherever the working folder is by then, with the same options.
   *
   * @throws {KernelError} `config.…`
   */
  reload(): Promise<LoadedConfig>;
}

/**
 * The configuration that a kernel starts with.
 *
 * @throws {UsageError} when an option has a value it cannot have
 * @throws {KernelError} `config.…` when a file or a variable has
 */
export async function startConfig(options: GivenOptions, env: Env): Promise<StartConfig> {
  const sources = configSources(options, env);
  const reload = () => readConfig(sources);
  return { ...await reload(), reload };
}

/** What the configuration is read from, its paths absolute. */
export function configSources(options: GivenOptions, env: Env): LoadConfigOptions {
  const { flags, flagNames } = readOptions(options, env);
  return {
    home: llmspellHome(env),
    configFile: options.config === undefined ? undefined : resolve(options.config),
    env,
    flags,
    flagNames,
    readFile: readConfigFile,
    suggest: nearestName,
  };
}

/**
 * Reads the configuration.
 *
 * @throws {UsageError} when an option has a value it cannot have
 * @throws {KernelError} `config.…` when a file or a variable has
 */
export async function readConfig(sources: LoadConfigOptions): Promise<LoadedConfig> {
  const { problems, ...loaded } = await checkConfig(sources);
  const usage = problems.find(({ flag }) => flag !== undefined);
  if (usage !== undefined) {
    throw new UsageError(`Cannot use ${usage.flag}: ${usage.problem}`, `it sets ${usage.key}`);
  }
  requireNone(problems);
  return loaded;
}

/** What options set. One whose value the parser took from its variable is left to the environment. */
function readOptions(
  options: GivenOptions,
  env: Env,
): { readonly flags: ConfigInput; readonly flagNames: Record<string, string> } {
  const flags: Record<string, Record<string, unknown>> = {};
  const flagNames: Record<string, string> = {};
  for (const [name, path] of Object.entries(optionSettings)) {
    const value = options[name];
    if (value === undefined || value === false || value === env(variableName(path))) continue;
    const [section, setting] = path.split(".") as [string, string];
    (flags[section] ??= {})[setting] = name === "log-file" ? resolve(String(value)) : value;
    flagNames[path] = `--${name}`;
  }
  return { flags: flags as ConfigInput, flagNames };
}

/**
 * Reads a configuration file.
 *
 * @returns `undefined` when there is none; one in a folder that this user may not enter counts as none, unless it was
 * named
 * @throws {Error} when it is there and cannot be read; the message says why
 */
export function readConfigFile(path: string, required: boolean): ConfigFile | undefined {
  const info = statIfThere(path, required);
  if (info === undefined) return undefined;
  if (info.isDirectory) throw new Error("it is a folder");
  // A pipe that nobody asked for may never come to its end.
  if (!info.isFile && !required) throw new Error("it is no regular file");
  try {
    using file = Deno.openSync(path);
    const { isFile, mode } = file.statSync();
    const bytes = readAll(file);
    return { bytes, ...(isFile && mode !== null ? { mode: mode & 0o777 } : {}) };
  } catch (error) {
    throw readable(error);
  }
}

function statIfThere(path: string, required: boolean): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    const outOfReach = error instanceof Deno.errors.PermissionDenied ||
      error instanceof Deno.errors.NotADirectory;
    if (outOfReach && !required) return undefined;
    throw readable(error);
  }
}

/** The content, cut one byte behind the size that is accepted. */
function readAll(file: Deno.FsFile): Uint8Array {
  const buffer = new Uint8Array(maxFileBytes + 1);
  let length = 0;
  while (length < buffer.length) {
    const count = file.readSync(buffer.subarray(length));
    if (count === null) break;
    length += count;
  }
  return buffer.slice(0, length);
}

function readable(error: unknown): Error {
  if (error instanceof Deno.errors.PermissionDenied) {
    return new Error("permission denied", { cause: error });
  }
  return error instanceof Error ? error : new Error(String(error));
}
