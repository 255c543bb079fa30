// SPDX-License-Identifier: Apache-2.0 OR MIT
// Options of the benchmark's command line.

import { parseArgs } from "node:util";
import { type Format, readFormat, readRounds } from "../jupyter/options.ts";

/** The command line, read. */
export interface Options {
  readonly help: boolean;
  readonly quick: boolean;
  readonly rounds: number;
  readonly format: Format;
}

/** Text for `--help`. */
export const usage =
  `Measures the compiled program as a service, beside nginx where that is installed.

Usage: deno task bench:daemon [--quick] [--rounds N] [--format text|json|markdown]

  --quick        one round of few samples: a look, not a result
  --rounds N     rounds over all programs (5, with --quick 1)
  --format F     text, json (every sample) or markdown
  --help         this text

Environment: LLMSPELL_BIN, the program (dist/llmspell); NGINX, the peer (nginx, where it is found).
`;

/**
 * Reads the command line.
 *
 * @param args arguments after the program's name
 * @returns the options, with every default filled in
 * @throws {TypeError} when an option is unknown or lacks its value
 * @throws {RangeError} when a value is not one of those allowed
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(parseOptions(["--quick"]).rounds, 1);
 * ```
 */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      rounds: { type: "string" },
      format: { type: "string", default: "text" },
    },
  });
  return {
    help: values.help,
    quick: values.quick,
    rounds: readRounds(values.rounds ?? (values.quick ? "1" : "5")),
    format: readFormat(values.format),
  };
}
