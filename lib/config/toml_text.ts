// SPDX-License-Identifier: Apache-2.0 OR MIT
// Configuration as TOML text: what is in force, and a file to start from.

import { variableName } from "./environment.ts";
import type { Origins } from "./layers.ts";
import { describeOrigin } from "./origin.ts";
import { type Config, sections, sectionTitles, valueAt } from "./table.ts";
import type { Setting } from "./setting.ts";
import { formatBytes, formatDuration } from "./units.ts";

/**
 * A value as TOML.
 *
 * @throws {TypeError} when TOML has no such value
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(tomlValue({ "llmspell.jupyter": "debug" }), '{ "llmspell.jupyter" = "debug" }');
 * ```
 */
export function tomlValue(value: unknown): string {
  if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) {
    return String(value);
  }
  if (typeof value === "string") return tomlString(value);
  if (Array.isArray(value)) return `[${value.map(tomlValue).join(", ")}]`;
  if (typeof value !== "object" || value === null) {
    throw new TypeError(`Cannot write TOML: ${String(value)} is no value of it`);
  }
  const pairs = Object.entries(value).map(([name, inner]) =>
    `${tomlKey(name)} = ${tomlValue(inner)}`
  );
  return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}

/**
 * The configuration as a TOML file.
 *
 * @param only a section, or nothing for all of them
 * @param origins when given, each line says where its value comes from
 */
export function configToml(config: Config, only?: keyof Config, origins?: Origins): string {
  const names = only === undefined ? Object.keys(sections) as (keyof Config)[] : [only];
  return names.map((section) => {
    const lines = settingsOf(section).map(([name]) => {
      const path = `${section}.${name}`;
      const line = `${name} = ${tomlValue(valueAt(config, path))}`;
      const origin = origins?.get(path);
      return origin === undefined ? line : `${line} # ${describeOrigin(origin)}`;
    });
    return `[${section}]\n${lines.join("\n")}\n`;
  }).join("\n");
}

/** A file to start from: every setting with its meaning and its default, commented out. */
export function configTemplate(): string {
  const parts = Object.keys(sections).map((name) => {
    const section = name as keyof Config;
    const settings = settingsOf(section).map((entry) => templateSetting(section, ...entry));
    return `# ${sectionTitles[section]}.\n[${section}]\n\n${settings.join("\n")}`;
  });
  return `${templateHead}\n${parts.join("\n")}`;
}

const templateHead =
  `# Configuration of llmspell. Every setting is shown with its default; remove the "# " before one to
# change it. kernel.toml beside this file holds for kernels alone and goes before it; environment
# variables go before both, and options of the command line before everything.
#
# live: "llmspell kernel reload" puts a change in force. restart: the next start does.
# Check the file with "llmspell config validate".
`;

function templateSetting(section: string, name: string, setting: Setting): string {
  const notes = [
    setting.range && `${setting.range[0]} to ${setting.range[1]}`,
    setting.unit && `unit: ${setting.unit}`,
    setting.choices && `one of ${setting.choices.join(", ")}`,
    setting.reload,
    variableName(`${section}.${name}`),
  ].filter((note) => note !== undefined);
  const value = tomlValue(readableDefault(setting));
  return `# ${setting.description}.\n# (${notes.join("; ")})\n# ${name} = ${value}\n`;
}

/** The default as a person would write it: `10MiB` and `5s`. */
export function readableDefault({ default: value, unit }: Setting): unknown {
  if (typeof value !== "number" || value === 0) return value;
  if (unit === "bytes") return formatBytes(value);
  return unit === "ms" || unit === "seconds" ? formatDuration(value, unit) : value;
}

function settingsOf(section: keyof Config): [string, Setting][] {
  return Object.entries(sections[section]);
}

function tomlKey(name: string): string {
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : tomlString(name);
}

/** A basic string. JSON's escapes are TOML's, except that TOML also escapes the delete character. */
function tomlString(text: string): string {
  return JSON.stringify(text.toWellFormed()).replaceAll("\x7f", "\\u007f");
}
