// SPDX-License-Identifier: Apache-2.0 OR MIT
// The script languages of this program, each loaded when a session wants it.

import type { EngineFactory } from "../lib/contracts/mod.ts";
import { KernelError } from "../lib/errors.ts";

/** Loads an engine factory, by the language's name. */
export const engineLoaders: Readonly<
  Record<"lua" | "javascript" | "python", () => Promise<EngineFactory>>
> = Object.freeze({
  lua: async () => (await import("../lib/engines/lua/mod.ts")).createLuaEngine(),
  javascript: async () =>
    (await import("../lib/engines/javascript/mod.ts")).createJavascriptEngine(),
  python: async () => (await import("../lib/engines/python/mod.ts")).createPythonEngine(),
});

/** A language there is an engine for. */
export type Language = keyof typeof engineLoaders;

/** Short names of languages. */
const aliases: Readonly<Record<string, Language>> = Object.freeze({
  js: "javascript",
  ts: "javascript",
  py: "python",
});

/** All names a language can be asked for by. */
export const engineNames: readonly string[] = Object.freeze([
  ...Object.keys(engineLoaders),
  ...Object.keys(aliases),
]);

/** Endings of scripts, by language. */
const endings: readonly (readonly [RegExp, Language])[] = [
  [/\.lua$/, "lua"],
  [/\.[cm]?[jt]s$/, "javascript"],
  [/\.py$/, "python"],
];

/** The language of a script by the ending of its path; `undefined` when that says nothing. */
export function languageOfEnding(path: string): Language | undefined {
  return endings.find(([ending]) => ending.test(path))?.[1];
}

/**
 * The language of a name.
 *
 * @throws {KernelError} `engine.unknown` when there is no engine for it; the hint lists those there are
 */
export function languageOf(name: string): Language {
  if (Object.hasOwn(engineLoaders, name)) return name as Language;
  if (Object.hasOwn(aliases, name)) return aliases[name]!;
  throw new KernelError(
    "engine.unknown",
    `Cannot run scripts in "${name}": there is no engine for it`,
    `set kernel.language to one of: ${Object.keys(engineLoaders).join(", ")}`,
  );
}
