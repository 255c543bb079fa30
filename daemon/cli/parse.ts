// SPDX-License-Identifier: Apache-2.0 OR MIT
// From words to options and positionals, by the descriptions in a command's record.

import { parseArgs } from "node:util";
import type { AnyCommand, Grant, OptionSpec, ParsedCommand } from "./command.ts";
import {
  invalidValue,
  missingPositional,
  missingValue,
  unknownOption,
  unwantedPositional,
  unwantedValue,
} from "./errors.ts";

type Value = boolean | string | readonly string[] | undefined;
type OptionToken = {
  kind: "option";
  index: number;
  name: string;
  rawName: string;
  value: string | undefined;
  inlineValue: boolean | undefined;
};

/**
 * Reads the words behind a command's name.
 *
 * @returns `undefined` when they ask for help
 * @param env environment variables, for options that name one
 * @throws {UsageError} when a word has no place, or a value or a positional is missing
 */
export function parseCommand(
  command: AnyCommand,
  words: readonly string[],
  env: (name: string) => string | undefined,
): ParsedCommand | undefined {
  const [own, handedOn] = command.takesRest ? splitRest(command, words) : [words, []];
  const { tokens } = parseArgs({
    args: [...own],
    options: nodeOptions(command),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  if (tokens.some((token) => token.kind === "option" && token.name === "help")) return undefined;
  const values = new Map<string, Value>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind === "option") readOption(command, token as OptionToken, values);
  }
  checkPositionals(command, positionals);
  return { options: complete(command, values, env), positionals, rest: handedOn };
}

/** Options as parseArgs wants them. Grants are boolean there, so that the next word is never taken. */
function nodeOptions(
  command: AnyCommand,
): Record<string, { type: "string" | "boolean"; short?: string }> {
  const entries = Object.entries(command.options).map(([name, option]) => {
    const type = option.type === "value" || option.type === "list" ? "string" : "boolean";
    return [name, { type, ...(option.short ? { short: option.short } : {}) }] as const;
  });
  return { help: { type: "boolean", short: "h" }, ...Object.fromEntries(entries) };
}

/** Cuts the words behind the last positional; a `--` that leads them belongs to neither part. */
function splitRest(command: AnyCommand, words: readonly string[]): [string[], string[]] {
  const { tokens } = parseArgs({
    args: [...words],
    options: nodeOptions(command),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const stops = tokens.filter((token) => token.kind === "positional");
  const last = stops[command.positionals.length - 1];
  if (last === undefined) return [[...words], []];
  const rest = words.slice(last.index + 1);
  return [words.slice(0, last.index + 1), rest[0] === "--" ? rest.slice(1) : rest];
}

function readOption(command: AnyCommand, token: OptionToken, values: Map<string, Value>): void {
  const option = Object.hasOwn(command.options, token.name)
    ? command.options[token.name]
    : undefined;
  if (option === undefined) {
    const names = [...Object.keys(command.options), "help"].map((name) => `--${name}`);
    throw unknownOption(token.rawName, names, command.name);
  }
  if (option.type === "flag") {
    if (token.inlineValue) throw unwantedValue(token.rawName, token.value ?? "");
    values.set(token.name, true);
    return;
  }
  if (option.type === "grant") {
    values.set(token.name, widen(values.get(token.name) as Grant | undefined, token.value));
    return;
  }
  if (token.value === undefined || (!token.inlineValue && looksLikeOption(token.value))) {
    throw missingValue(token.rawName, option.placeholder);
  }
  const value = accept(token.rawName, option, token.value);
  const before = values.get(token.name);
  values.set(
    token.name,
    option.type === "list" ? [...(Array.isArray(before) ? before : []), value] : value,
  );
}

/** A lone `-` is a value: it names standard input. */
function looksLikeOption(word: string): boolean {
  return word.length > 1 && word.startsWith("-");
}

function widen(before: Grant | undefined, value: string | undefined): Grant {
  if (before === true || value === undefined) return true;
  const names = value.split(",").filter((name) => name !== "");
  return [...(Array.isArray(before) ? before : []), ...names];
}

function accept(name: string, option: OptionSpec, value: string): string {
  if (option.type === "flag" || !Array.isArray(option.completes)) return value;
  if (option.completes.includes(value)) return value;
  throw invalidValue(name, value, `one of ${option.completes.join(", ")}`);
}

function checkPositionals(command: AnyCommand, positionals: readonly string[]): void {
  const usage = `llmspell ${command.name} ${command.usage}`;
  const missing = command.positionals[positionals.length];
  if (missing !== undefined && !missing.optional) throw missingPositional(missing.name, usage);
  const last = command.positionals.at(-1);
  const extra = positionals[command.positionals.length];
  if (extra !== undefined && !last?.repeated) throw unwantedPositional(extra, usage);
  positionals.forEach((word, i) => {
    const spec = command.positionals[i] ?? last;
    if (Array.isArray(spec?.completes) && !spec.completes.includes(word)) {
      throw invalidValue(spec.name, word, `one of ${spec.completes.join(", ")}`);
    }
  });
}

/** Fills in what was not given: from the environment, then from the defaults. */
function complete(
  command: AnyCommand,
  values: ReadonlyMap<string, Value>,
  env: (name: string) => string | undefined,
): Record<string, never> {
  const filled = Object.entries(command.options).map(([name, option]) => {
    const given = values.get(name) ?? fromEnvironment(option, env);
    if (given !== undefined) return [name, given];
    if (option.type === "value") return [name, option.default];
    return [name, option.type === "list" ? [] : false];
  });
  return Object.fromEntries(filled);
}

function fromEnvironment(option: OptionSpec, env: (name: string) => string | undefined): Value {
  const text = option.env === undefined ? undefined : env(option.env);
  if (text === undefined || text === "") return undefined;
  const name = `the variable ${option.env}`;
  if (option.type === "value") return accept(name, option, text);
  if (option.type === "list") return text.split(",").map((part) => accept(name, option, part));
  const truth = { "1": true, "true": true, "0": false, "false": false }[text];
  if (truth !== undefined) return truth;
  if (option.type === "grant") return widen(undefined, text);
  throw invalidValue(name, text, "one of 1, true, 0, false");
}
