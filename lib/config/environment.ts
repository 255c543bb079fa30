// SPDX-License-Identifier: Apache-2.0 OR MIT
// Settings in environment variables.

import { type Layer, layerOf, type Suggest } from "./layers.ts";
import { eachSetting } from "./table.ts";
import { readText } from "./value.ts";

/** Variables that other programs read too; the setting's own variable goes before them. */
export const variableAliases: Readonly<Record<string, string>> = Object.freeze({
  "log.level": "LOG_LEVEL",
  "log.format": "LOG_FORMAT",
});

/**
 * Name of the environment variable for a setting.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(variableName("limits.memoryBytes"), "LLMSPELL_LIMITS_MEMORY_BYTES");
 * ```
 */
export function variableName(path: string): string {
  return `LLMSPELL_${path.replaceAll(".", "_").replaceAll(/([a-z])([A-Z])/g, "$1_$2")}`
    .toUpperCase();
}

/** What the environment sets; an empty variable counts as absent. */
export function readEnvironment(
  env: (name: string) => string | undefined,
  suggest: Suggest | undefined,
): Layer {
  const values = eachSetting().flatMap(({ path, setting }) => {
    const names = [variableName(path), variableAliases[path]].filter((name) => name !== undefined);
    const variable = names.find((name) => (env(name) ?? "") !== "");
    if (variable === undefined) return [];
    const origin = { layer: "environment", variable } as const;
    return [{ path, read: readText(setting, env(variable) ?? ""), origin: () => origin }];
  });
  return layerOf(values, suggest);
}
