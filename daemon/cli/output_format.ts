// SPDX-License-Identifier: Apache-2.0 OR MIT
// The option `--format`, and values as machines read them.

import { printable } from "./human.ts";

/** Every form an output may have. */
export type OutputFormat = "table" | "text" | "json" | "yaml";

/** The option `--format` of a command; the first format is the default. */
export function formatOption<const F extends readonly [OutputFormat, ...OutputFormat[]]>(
  formats: F,
): {
  readonly type: "value";
  readonly placeholder: "FORMAT";
  readonly completes: F;
  readonly default: F[0];
  readonly description: string;
} {
  return {
    type: "value",
    placeholder: "FORMAT",
    completes: formats,
    default: formats[0],
    description: "Form of the output",
  };
}

/**
 * A value as text, with its last newline: `json` indented by two, `yaml` one document, `text` one line
 * `path: value` for each figure in it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const value = { id: "work", ports: [1, 2] };
 * assert.equal(await writeValue("text", value), "id: work\nports: 1 2\n");
 * assert.equal(await writeValue("yaml", value), "id: work\nports:\n  - 1\n  - 2\n");
 * ```
 */
export async function writeValue(
  format: Exclude<OutputFormat, "table">,
  value: unknown,
): Promise<string> {
  if (format === "json") return JSON.stringify(value, undefined, 2) + "\n";
  if (format === "text") return flatten("", value).map((line) => `${line}\n`).join("");
  const { stringify } = await import("yaml");
  return stringify(JSON.parse(JSON.stringify(value)), { compat: "yaml-1.1" });
}

/** Lists of plain values stay on one line; an empty value leaves none. */
function flatten(path: string, value: unknown): string[] {
  if (Array.isArray(value) && value.every((item) => typeof item !== "object" || item === null)) {
    return value.length === 0
      ? []
      : [`${path}: ${value.map((item) => printable(String(item))).join(" ")}`];
  }
  if (typeof value !== "object" || value === null) {
    return value === undefined ? [] : [`${path}: ${printable(String(value))}`];
  }
  return Object.entries(value).flatMap(([key, item]) =>
    flatten(path === "" ? printable(key) : `${path}.${printable(key)}`, item)
  );
}
