// SPDX-License-Identifier: Apache-2.0 OR MIT
// Options of the benchmark's command line.

import { parseArgs } from "node:util";

const formats = ["text", "json", "markdown"] as const;

/** How the findings are written. */
export type Format = (typeof formats)[number];

/** The command line, read. */
export interface Options {
  readonly help: boolean;
  readonly quick: boolean;
  /** Kernels to measure; empty for all that are available. */
  readonly kernels: readonly string[];
  readonly rounds: number;
  readonly format: Format;
}

/** Text for `--help`. */
export const usage = `Measures Jupyter kernels side by side with one client.

Usage: deno task bench [--quick] [--kernel NAME]... [--rounds N] [--format text|json|markdown]

  --quick        one round of few samples: a look, not a result
  --kernel NAME  measure this kernel only (repeatable): llmspell, llmspell-checkout,
                 ipykernel, xeus-python, deno
  --rounds N     rounds over all kernels (3, with --quick 1)
  --format F     text, json (every sample) or markdown
  --help         this text
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
      kernel: { type: "string", multiple: true, default: [] },
      rounds: { type: "string" },
      format: { type: "string", default: "text" },
    },
  });
  return {
    help: values.help,
    quick: values.quick,
    kernels: values.kernel,
    rounds: readRounds(values.rounds ?? (values.quick ? "1" : "3")),
    format: readFormat(values.format),
  };
}

/**
 * Reads `--rounds`.
 *
 * @throws {RangeError} when it is not a whole number from 1 to 99
 */
export function readRounds(text: string): number {
  if (!/^[1-9][0-9]?$/.test(text)) {
    throw new RangeError(`Cannot use --rounds: "${text}" is not a whole number from 1 to 99`);
  }
  return Number(text);
}

/**
 * Reads `--format`.
 *
 * @throws {RangeError} when it is none of the formats
 */
export function readFormat(text: string): Format {
  const format = formats.find((one) => one === text);
  if (format === undefined) {
    throw new RangeError(`Cannot use --format: "${text}" is none of ${formats.join(", ")}`);
  }
  return format;
}
