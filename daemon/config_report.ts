// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the configuration commands tell.

import { resolve } from "node:path";
import {
  checkConfig,
  type CheckedConfig,
  type Config,
  configToml,
  describeOrigin,
  eachSetting,
  type LoadedConfig,
  maskSecrets,
  problemLine,
  settingAt,
  valueAt,
} from "../lib/config/mod.ts";
import { UsageError } from "./cli/errors.ts";
import { nearestName } from "./cli/suggest.ts";
import { configSources } from "./config_files.ts";
import { type Env, llmspellHome } from "./paths.ts";

/** Which configuration was checked, and what was found. */
export interface FilesCheck extends CheckedConfig {
  /** Folder that was looked in; absent when one file was named. */
  readonly home?: string;
}

/** Checks what a kernel would start with; or one file alone, without the environment and `kernel.toml`. */
export async function checkedFiles(file: string | undefined, env: Env): Promise<FilesCheck> {
  const sources = configSources({}, env);
  if (file === undefined) return { ...await checkConfig(sources), home: llmspellHome(env) };
  return await checkConfig({
    ...sources,
    configFile: resolve(file),
    kernelFile: false,
    env: () => undefined,
  });
}

/** The problems, one each line; without any, the files that are in order. */
export function describeCheck({ problems, files, home }: FilesCheck): string {
  if (problems.length > 0) return problems.map((problem) => `${problemLine(problem)}\n`).join("");
  if (files.length > 0) return files.map((path) => `${path}: valid\n`).join("");
  return `There is no configuration file in ${home}: what no variable sets has its default\n`;
}

/** How a configuration is shown. */
export interface ShowOptions {
  /** A section or a setting; everything when absent. */
  readonly only?: string | undefined;
  /** Say of each value where it comes from. */
  readonly origins: boolean;
  readonly format: "toml" | "json";
}

/**
 * The configuration as text, with secrets masked.
 *
 * @throws {UsageError} when there is no such section or setting
 */
export function showConfig(
  { config, origins }: LoadedConfig,
  { only, origins: withOrigins, format }: ShowOptions,
): string {
  const shown = maskSecrets(config);
  const origin = (path: string): string =>
    describeOrigin(origins.get(path) ?? { layer: "default" });
  if (only !== undefined && settingAt(only) !== undefined) {
    const value = valueAt(shown, only);
    if (format === "json") return asJson(withOrigins ? { value, origin: origin(only) } : value);
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return withOrigins ? `${text} # ${origin(only)}\n` : `${text}\n`;
  }
  const section = only === undefined ? undefined : sectionOf(shown, only);
  if (format === "toml") return configToml(shown, section, withOrigins ? origins : undefined);
  if (!withOrigins) return asJson(section === undefined ? shown : shown[section]);
  const paths = eachSetting().map(({ path }) => path)
    .filter((path) => section === undefined || path.startsWith(`${section}.`));
  return asJson(
    Object.fromEntries(
      paths.map((path) => [path, { value: valueAt(shown, path), origin: origin(path) }]),
    ),
  );
}

function sectionOf(config: Config, name: string): keyof Config {
  if (Object.hasOwn(config, name)) return name as keyof Config;
  const names = [...Object.keys(config), ...eachSetting().map(({ path }) => path)];
  const near = nearestName(name, names);
  throw new UsageError(
    `Cannot show "${name}": there is no such setting`,
    near === undefined ? `one of ${Object.keys(config).join(", ")}` : `did you mean "${near}"?`,
  );
}

function asJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2) + "\n";
}
