// SPDX-License-Identifier: Apache-2.0 OR MIT
// Tells scripts from commands: `llmspell ./report.py` runs a script.

import { languageOfEnding } from "./engines.ts";

/**
 * Whether a first word that is no command means a script: it has a slash, ends as scripts do, or a file has this name.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { isScriptPath } from "./script_path.ts";
 * assert.equal(isScriptPath("./report"), true);
 * assert.equal(isScriptPath("report.py"), true);
 * assert.equal(isScriptPath("--loud"), false);
 * ```
 */
export function isScriptPath(word: string): boolean {
  if (word.startsWith("-")) return false;
  return word.includes("/") || languageOfEnding(word) !== undefined || isFile(word);
}

function isFile(path: string): boolean {
  try {
    return !Deno.statSync(path).isDirectory;
  } catch {
    // Whatever keeps it from being looked at keeps it from being run.
    return false;
  }
}
