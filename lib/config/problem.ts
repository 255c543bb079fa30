// SPDX-License-Identifier: Apache-2.0 OR MIT
// What is wrong with a configuration, and where. One problem becomes an error; a validation lists them all.

import { KernelError } from "../errors.ts";
import { describeOrigin, type Origin } from "./origin.ts";

/** One thing that is wrong. */
export interface ConfigProblem {
  /** `config.invalid`, `config.syntax`, `config.unreadable` or `config.unsafe`. */
  readonly code: string;
  /** File that is meant, if it is one. */
  readonly file?: string;
  /** Line in the file, from 1. */
  readonly line?: number;
  /** Column in the line, from 1; known of syntax errors alone. */
  readonly column?: number;
  /** Environment variable that is meant, if it is one. */
  readonly variable?: string;
  /** Option of the command line that is meant, if it is one. */
  readonly flag?: string;
  /** Path of the setting: `log.level`; absent when the whole file is meant. */
  readonly key?: string;
  /** What is wrong, for a person. */
  readonly problem: string;
  /** What to do about it. */
  readonly hint: string;
}

/** The problem of a value or a name, where its origin says. */
export function problemAt(
  origin: Origin,
  key: string,
  problem: string,
  hint: string,
): ConfigProblem {
  const place = origin.layer === "file"
    ? { file: origin.path, line: origin.line }
    : origin.layer === "environment"
    ? { variable: origin.variable }
    : origin.layer === "flag"
    ? { flag: origin.flag }
    : {};
  return { code: "config.invalid", ...place, key, problem, hint };
}

/**
 * A problem in one line, the place first, as editors and other tools read it: `config.toml:3: log.levle: no such
 * setting (did you mean "log.level"?)`.
 */
export function problemLine({ file, line, column, ...rest }: ConfigProblem): string {
  const place = file === undefined
    ? rest.variable ?? rest.flag ?? "configuration"
    : [file, line, column].filter((part) => part !== undefined).join(":");
  const meant = rest.hint.startsWith("did you mean") ? ` (${rest.hint})` : "";
  return [place, ...(rest.key === undefined ? [] : [rest.key]), rest.problem].join(": ") + meant;
}

/**
 * Throws the first problem; its hint tells how many more there are.
 *
 * @throws {KernelError} with the code of the problem, unless there is none
 */
export function requireNone(problems: readonly ConfigProblem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const key = first.key === undefined ? "" : `${first.key}: `;
  const more = problems.length - 1;
  const further = more === 0
    ? ""
    : `; ${more} more ${more === 1 ? "problem" : "problems"}: llmspell config validate`;
  throw new KernelError(
    first.code,
    `Cannot ${verb(first)} ${place(first)}: ${key}${first.problem}`,
    first.hint + further,
  );
}

function verb({ code }: ConfigProblem): string {
  return code === "config.unreadable" || code === "config.syntax" ? "read" : "use";
}

function place({ file, line, column, variable, flag }: ConfigProblem): string {
  if (variable !== undefined) return describeOrigin({ layer: "environment", variable });
  if (flag !== undefined) return flag;
  if (file === undefined) return "the configuration";
  const at = line === undefined ? "" : `, line ${line}`;
  return file + at + (column === undefined ? "" : `, column ${column}`);
}
