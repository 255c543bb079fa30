// SPDX-License-Identifier: Apache-2.0 OR MIT
// Which language a script is run in.

import { engineNames, type Language, languageOf, languageOfEnding } from "./engines.ts";
import { scriptEngineUnknown } from "./errors.ts";
import { engineOfShebang } from "./shebang.ts";

/** What speaks for a language, in the order in which it is heard. */
export interface LanguageHints {
  /** What `--engine` names. */
  readonly engine: string | undefined;
  /** Path of the script; its ending counts. */
  readonly path: string;
  /** First line of the script, when that begins with `#!`. */
  readonly shebang: string | undefined;
  /** The setting `kernel.language`. */
  readonly fallback: string;
}

/**
 * The language of a script.
 *
 * @throws {KernelError} `script.engine` when its first line asks for one there is not; `engine.unknown` when
 * `fallback` counts and does
 */
export function scriptLanguage({ engine, path, shebang, fallback }: LanguageHints): Language {
  if (engine !== undefined) return languageOf(engine);
  const byEnding = languageOfEnding(path);
  if (byEnding !== undefined) return byEnding;
  const asked = shebang === undefined ? undefined : engineOfShebang(shebang);
  if (asked === undefined) return languageOf(fallback);
  if (!engineNames.includes(asked)) throw scriptEngineUnknown(path, asked, engineNames);
  return languageOf(asked);
}
