// SPDX-License-Identifier: Apache-2.0 OR MIT
// Command lines that cannot be understood: one named constructor for each situation.

import { nearestName } from "./suggest.ts";

/** A command line that cannot be understood. */
export class UsageError extends Error {
  /** Always `"UsageError"`. */
  override readonly name = "UsageError";

  /** @param hint what to type instead */
  constructor(message: string, readonly hint: string) {
    super(message);
  }
}

/** No command has this name. */
export function unknownCommand(name: string, names: readonly string[]): UsageError {
  const near = nearestName(name, names);
  const hint = near === undefined ? "llmspell --help" : `did you mean "${near}"?`;
  return new UsageError(`Cannot find command: "${name}" is none`, hint);
}

/** The words name a group of commands, none of them. */
export function incompleteCommand(name: string, names: readonly string[]): UsageError {
  return new UsageError(`Cannot run "${name}": it needs a further word`, names.join(", "));
}

/** The command has no such option. */
export function unknownOption(
  option: string,
  names: readonly string[],
  command: string,
): UsageError {
  const near = nearestName(option, names);
  const hint = near === undefined ? `llmspell ${command} --help` : `did you mean "${near}"?`;
  return new UsageError(`Cannot use option: "${command}" has no "${option}"`, hint);
}

/** An option stands without its value. */
export function missingValue(option: string, placeholder: string): UsageError {
  return new UsageError(`Cannot use ${option}: it needs a value`, `${option} ${placeholder}`);
}

/** A flag was given a value. */
export function unwantedValue(option: string, value: string): UsageError {
  return new UsageError(`Cannot use ${option}: it takes no value, and has "${value}"`, option);
}

/** A value is none of those an option accepts. */
export function invalidValue(option: string, value: string, wanted: string): UsageError {
  return new UsageError(`Cannot use ${option}: "${value}" is no valid value`, wanted);
}

/** A positional is missing. */
export function missingPositional(name: string, usage: string): UsageError {
  return new UsageError(`Cannot run: ${name} is missing`, usage);
}

/** There are more words than the command takes. */
export function unwantedPositional(word: string, usage: string): UsageError {
  return new UsageError(`Cannot run: "${word}" is one word too many`, usage);
}
