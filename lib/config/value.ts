// SPDX-License-Identifier: Apache-2.0 OR MIT
// From what is written to the value of a setting, or to what is wrong with it.

import { valueSchema } from "./schema.ts";
import type { Setting } from "./setting.ts";
import { parseBytes, parseDuration } from "./units.ts";

/** What is wrong with a value. */
export interface ValueProblem {
  /** Path below the setting, for lists and tables; most often empty. */
  readonly below: readonly (string | number)[];
  /** For a person: `"loud" is not one of debug, info`. */
  readonly problem: string;
  /** What was found, when it is a word and there are words to choose from. */
  readonly word?: string;
}

/** A value that was read, or why not. */
export type ReadResult = { readonly value: unknown } | ValueProblem;

/**
 * Checks a value. Sizes and durations may be texts (`64MiB`, `5s`), and names in a map may be nested tables.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { settingAt } from "./table.ts";
 * assert.deepEqual(readValue(settingAt("kernel.graceMs")!, "5s"), { value: 5000 });
 * ```
 */
export function readValue(setting: Setting, written: unknown): ReadResult {
  const value = setting.kind === "map" ? flatten(written) : withUnit(setting, written);
  const read = valueSchema(setting).safeParse(value);
  if (read.success) return { value: read.data };
  const issue = read.error.issues[0]!;
  const below = issue.path.filter((part) => typeof part !== "symbol");
  if (setting.kind !== "map" || below.length === 0) {
    return { below, ...unlike(setting, written, setting.wanted) };
  }
  if (issue.code === "invalid_key") {
    return { below, problem: `"${below.join(".")}" is no category such as llmspell.jupyter` };
  }
  const found = (value as Record<string, unknown>)[String(below[0])];
  return { below, ...unlike(setting, found, `one of ${setting.choices?.join(", ")}`) };
}

/** Checks the text of an environment variable. */
export function readText(setting: Setting, text: string): ReadResult {
  const { kind } = setting;
  if (kind === "choice") return readValue(setting, text.toLowerCase());
  if (kind === "list") return readValue(setting, splitList(text));
  if (kind === "map") return readMap(setting, text);
  if (kind === "boolean" || kind === "grant") {
    const truth = { "1": true, "true": true, "0": false, "false": false }[text.toLowerCase()];
    if (truth !== undefined) return readValue(setting, truth);
    return readValue(setting, kind === "grant" ? splitList(text) : text);
  }
  const isNumber = (kind === "integer" || kind === "number") && /^\d+(?:\.\d+)?$/.test(text);
  return readValue(setting, isNumber ? Number(text) : text);
}

/** A value as messages show it: short, and a secret not at all. */
export function showValue(setting: Setting | undefined, value: unknown): string {
  if (setting?.secret) return "the value given";
  const text = typeof value === "number" ? String(value) : JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function unlike(
  setting: Setting,
  found: unknown,
  wanted: string,
): { readonly problem: string; readonly word?: string } {
  const problem = `${showValue(setting, found)} is not ${wanted}`;
  return typeof found === "string" && setting.choices ? { problem, word: found } : { problem };
}

/** The number that a size or duration stands for; what is none stays as it is and fails the check. */
function withUnit({ unit }: Setting, written: unknown): unknown {
  if (typeof written !== "string") return written;
  try {
    if (unit === "bytes") return parseBytes(written);
    if (unit === "ms" || unit === "seconds") return parseDuration(written, unit);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return written;
}

/** `{ llmspell: { jupyter: "debug" } }` is what TOML makes of a dotted key. */
function flatten(written: unknown): unknown {
  if (typeof written !== "object" || written === null || Array.isArray(written)) return written;
  const flat: Record<string, unknown> = Object.create(null);
  const walk = (table: object, prefix: string): void => {
    for (const [name, value] of Object.entries(table)) {
      const plain = typeof value === "object" && value !== null && !Array.isArray(value) &&
        !(value instanceof Date);
      if (plain) walk(value, `${prefix}${name}.`);
      else flat[`${prefix}${name}`] = value;
    }
  };
  walk(written, "");
  return flat;
}

/** `llmspell.jupyter=debug,llmspell.kernel=info` */
function readMap(setting: Setting, text: string): ReadResult {
  const entries: [string, string][] = [];
  for (const part of splitList(text)) {
    const at = part.indexOf("=");
    if (at < 0) return { below: [], problem: `"${part}" is not NAME=VALUE` };
    entries.push([part.slice(0, at).trim(), part.slice(at + 1).trim().toLowerCase()]);
  }
  return readValue(setting, Object.fromEntries(entries));
}

function splitList(text: string): string[] {
  return text.split(",").map((part) => part.trim()).filter((part) => part !== "");
}
