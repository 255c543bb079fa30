// SPDX-License-Identifier: Apache-2.0 OR MIT
// Defaults, then the environment, then flags: each overrides what stands before it.

import { invalidSetting } from "./errors.ts";
import { type Config, type ConfigInput, configSchema } from "./schema.ts";
import { parseBytes } from "./units.ts";

/** Values by section and setting, as far as they are given. */
type Layer = Record<string, Record<string, unknown>>;

/**
 * The configuration in force.
 *
 * @param env environment variables: `LLMSPELL_LIMITS_MEMORY_BYTES` sets `limits.memoryBytes`
 * @throws {KernelError} `config.invalid`; names the setting's path, or the variable
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
  { env, flags }: {
    readonly env: (name: string) => string | undefined;
    readonly flags: ConfigInput;
  },
): Config {
  const environment = readEnvironment(env);
  check(environment, (path) => `the variable ${variableName(path)}`);
  return check(merge(environment, flags as Layer), () => "the configuration");
}

/** Paths of all settings: `limits.memoryBytes`. */
export function settingPaths(): string[] {
  return Object.entries(configSchema.shape).flatMap(([section, schema]) =>
    Object.keys(schema.unwrap().shape).map((setting) => `${section}.${setting}`)
  );
}

/** Name of the environment variable for a setting: `LLMSPELL_LIMITS_MEMORY_BYTES`. */
export function variableName(path: string): string {
  return `LLMSPELL_${path.replaceAll(".", "_").replaceAll(/([a-z])([A-Z])/g, "$1_$2")}`
    .toUpperCase();
}

function readEnvironment(env: (name: string) => string | undefined): Layer {
  const layer: Layer = {};
  for (const path of settingPaths()) {
    const text = env(variableName(path));
    if (text === undefined || text === "") continue;
    const [section, setting] = path.split(".") as [string, string];
    (layer[section] ??= {})[setting] = readText(path, text);
  }
  return layer;
}

/** A variable's text as its setting wants it: the unit in the name and the section tell the form. */
function readText(path: string, text: string): unknown {
  if (path.endsWith("Bytes")) {
    try {
      return parseBytes(text);
    } catch (error) {
      throw invalidSetting(path, (error as Error).message, `the variable ${variableName(path)}`);
    }
  }
  if (path.startsWith("policy.")) {
    return text === "true" || text === "1" || (text !== "false" && text !== "0" && text.split(","));
  }
  return /^\d+$/.test(text) ? Number(text) : text;
}

function merge(below: Layer, above: Layer): Layer {
  const merged: Layer = { ...below };
  for (const [section, settings] of Object.entries(above)) {
    const given = Object.entries(settings).filter(([, value]) => value !== undefined);
    merged[section] = { ...merged[section], ...Object.fromEntries(given) };
  }
  return merged;
}

function check(layer: Layer, source: (path: string) => string): Config {
  const read = configSchema.safeParse(layer);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const path = issue?.path.slice(0, 2).join(".") ?? "";
  throw invalidSetting(path, issue?.message ?? "not as the schema says", source(path));
}
