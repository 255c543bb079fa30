// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a command is: a record from which parsing, help and shell completion are made.

import type { Terminal } from "./terminal.ts";

/** What a shell should offer in a place that takes a value. */
export type CompletionKind = "file" | "directory" | "nothing" | readonly string[];

/** What all options have. */
interface OptionBase {
  /** One sentence, without a full stop. */
  readonly description: string;
  /** One letter: `f` for `-f`. */
  readonly short?: string;
  /** Environment variable read when the option is not given. */
  readonly env?: string;
}

/** An option with a value. */
interface ValueBase extends OptionBase {
  /** Name of the value in help: `PATH`. */
  readonly placeholder: string;
  /** What a shell offers for the value; a list is also what is accepted. */
  readonly completes?: CompletionKind;
}

/** `--user`. */
export interface FlagOption extends OptionBase {
  readonly type: "flag";
}

/** `--name lua`; the last one given counts. */
export interface ValueOption extends ValueBase {
  readonly type: "value";
  readonly default?: string;
}

/** `--env A=1 --env B=2`. */
export interface ListOption extends ValueBase {
  readonly type: "list";
}

/** `--allow-read` grants everything, `--allow-read=a,b` what is named. The value is never the next word. */
export interface GrantOption extends ValueBase {
  readonly type: "grant";
}

/** One option of a command. */
export type OptionSpec = FlagOption | ValueOption | ListOption | GrantOption;

/** Options by their long name, without the dashes. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** Everything (`true`), nothing (`false`), or what the list names. */
export type Grant = boolean | readonly string[];

/** What parsing makes of one option. */
export type OptionValue<O extends OptionSpec> = O extends FlagOption ? boolean
  : O extends GrantOption ? Grant
  : O extends ListOption ? readonly string[]
  : O extends { readonly default: string } ? string
  : string | undefined;

/** What parsing makes of the options of a command. */
export type OptionValues<S extends OptionSpecs> = { readonly [K in keyof S]: OptionValue<S[K]> };

/** A word of a command line that is not an option. */
export interface PositionalSpec {
  /** Name in help: `SCRIPT`. */
  readonly name: string;
  readonly completes?: CompletionKind;
  /** True when it may be left out; only optional ones may follow. */
  readonly optional?: boolean;
  /** True when it may be given several times; only the last positional may. */
  readonly repeated?: boolean;
}

/** An example in a command's help. */
export interface CommandExample {
  readonly command: string;
  readonly description: string;
}

/** A parsed command line. */
export interface ParsedCommand<S extends OptionSpecs = OptionSpecs> {
  readonly options: OptionValues<S>;
  readonly positionals: readonly string[];
  /** What stands behind the last positional, or behind `--`. */
  readonly rest: readonly string[];
}

/** What a command is given besides its command line. */
export interface CommandContext {
  /** Standard input, output and error. */
  readonly terminal: Terminal;
  /** Reads an environment variable. */
  readonly env: (name: string) => string | undefined;
}

/** One command of the program. */
export interface Command<S extends OptionSpecs = OptionSpecs> {
  /** One or two words: `kernel start`. */
  readonly name: string;
  /** One line, without a full stop. */
  readonly summary: string;
  /** What follows the name: `[options] SCRIPT [-- ARGUMENTS]`. */
  readonly usage: string;
  /** Further paragraphs of the help text. */
  readonly description?: string;
  readonly options: S;
  /** The words it takes, in order. */
  readonly positionals: readonly PositionalSpec[];
  /** True when all that follows the positionals is handed on as it stands. */
  readonly takesRest?: boolean;
  readonly examples: readonly CommandExample[];
  /** Performs the command; the result is the exit code. */
  run(parsed: ParsedCommand<S>, context: CommandContext): Promise<number>;
}

/** A command whose options' types are forgotten: what lists of commands hold. */
export type AnyCommand = Omit<Command, "run"> & {
  run(parsed: ParsedCommand, context: CommandContext): Promise<number>;
};

/**
 * Gives a command record its types: `run` sees each option under its own type.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const hello = defineCommand({
 *   name: "hello",
 *   summary: "Say hello",
 *   usage: "[options]",
 *   options: { loud: { type: "flag", description: "Shout" } },
 *   positionals: [],
 *   examples: [],
 *   run: ({ options }) => Promise.resolve(options.loud ? 1 : 0),
 * });
 * assert.equal(hello.name, "hello");
 * ```
 */
export function defineCommand<const S extends OptionSpecs>(command: Command<S>): AnyCommand {
  return {
    ...command,
    run: (parsed, context) => command.run(parsed as ParsedCommand<S>, context),
  };
}
