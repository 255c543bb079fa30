// SPDX-License-Identifier: Apache-2.0 OR MIT
// Options of the benchmark's command line.

import { parseArgs } from "node:util";
import { type Format, readFormat, readRounds } from "../jupyter/options.ts";
import { type Part, parts } from "./plan.ts";
import { type Language, languages } from "./programs.ts";

/** The command line, read. */
export interface Options {
  readonly help: boolean;
  readonly quick: boolean;
  readonly languages: readonly Language[];
  readonly parts: readonly Part[];
  /** The compiled program, or a `main.ts`; `undefined` for the default. */
  readonly program: string | undefined;
  readonly rounds: number;
  readonly format: Format;
}

/** Text for `--help`. */
export const usage =
  `Measures llmspell in each language beside what runs the language on the machine itself.

Usage: deno task bench:languages [--quick] [--language NAME]... [--part NAME]... [--program PATH]
                                 [--rounds N] [--format text|json|markdown]

  --quick          one round of few samples: a look, not a result
  --language NAME  this language only (repeatable): lua, javascript, python
  --part NAME      this part only (repeatable): kernel, cpu, run, session, memory, beside, engine
  --program PATH   the compiled program (dist/llmspell), or main.ts for the sources
  --rounds N       rounds over all programs (2, with --quick 1)
  --format F       text, json (every sample) or markdown
  --help           this text

Exits with 1 when a bound is not held. Environment: PYTHON, the Python of the peer and the client (python3);
LUA, the peer for Lua (lua5.4).
`;

/**
 * Reads the command line.
 *
 * @param args arguments after the program's name
 * @returns the options, with every default filled in; languages and parts in their fixed order
 * @throws {TypeError} when an option is unknown or lacks its value
 * @throws {RangeError} when a value is not one of those allowed
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(parseOptions(["--language", "lua"]).languages, ["lua"]);
 * ```
 */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      language: { type: "string", multiple: true, default: [] },
      part: { type: "string", multiple: true, default: [] },
      program: { type: "string" },
      rounds: { type: "string" },
      format: { type: "string", default: "text" },
    },
  });
  return {
    help: values.help,
    quick: values.quick,
    languages: choose("--language", values.language, languages),
    parts: choose("--part", values.part, parts),
    program: values.program,
    rounds: readRounds(values.rounds ?? (values.quick ? "1" : "2")),
    format: readFormat(values.format),
  };
}

/** Those asked for, in the order of `known`; all of them when none is named. */
function choose<T extends string>(
  option: string,
  asked: readonly string[],
  known: readonly T[],
): readonly T[] {
  for (const name of asked) {
    if (known.some((one) => one === name)) continue;
    throw new RangeError(`Cannot use ${option}: "${name}" is none of ${known.join(", ")}`);
  }
  return asked.length === 0 ? known : known.filter((one) => asked.includes(one));
}
