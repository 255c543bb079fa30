// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the first line of a script says of its language.

/** Programs that first lines name, by the engine that runs what is written for them. */
const programs: readonly (readonly [RegExp, string])[] = [
  [/^lua(?:jit)?[\d.]*$/, "lua"],
  [/^(?:node(?:js)?|deno|bun|qjs|tsx|ts-node)$/, "javascript"],
  [/^(?:python|pypy)[\d.]*$/, "python"],
];

/**
 * The engine that a line such as `#!/usr/bin/env -S llmspell run --engine python` asks for, or that fits the program
 * it names, such as `#!/usr/bin/python3`. What `--engine` names need not exist.
 *
 * @param line the first line, from its `#!` on
 * @returns `undefined` when it says nothing of a language
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { engineOfShebang } from "./shebang.ts";
 * assert.equal(engineOfShebang("#!/usr/bin/env -S llmspell run --engine py"), "py");
 * assert.equal(engineOfShebang("#!/usr/bin/python3.14 -u"), "python");
 * assert.equal(engineOfShebang("#!/usr/bin/env llmspell"), undefined);
 * ```
 */
export function engineOfShebang(line: string): string | undefined {
  const words = line.slice(2).trim().split(/\s+/).map((word) => word.replace(/^-S/, ""));
  for (const [at, word] of words.entries()) {
    const program = word.slice(word.lastIndexOf("/") + 1);
    if (program === "llmspell") return engineOption(words.slice(at + 1));
    const engine = programs.find(([pattern]) => pattern.test(program))?.[1];
    if (engine !== undefined) return engine;
  }
  return undefined;
}

/** Value of the last `--engine VALUE` or `--engine=VALUE`. */
function engineOption(words: readonly string[]): string | undefined {
  const at = words.findLastIndex((word) => /^--engine(?:=|$)/.test(word));
  if (at < 0) return undefined;
  return words[at] === "--engine" ? words[at + 1] : words[at]!.slice("--engine=".length);
}
