// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The program: finds the command that the command line names, runs it and turns what comes of it into an exit
 * code.
 *
 * @module
 */

import { commandLoaders } from "./commands/mod.ts";
import type { AnyCommand, CommandContext } from "./cli/command.ts";
import { exitCodes } from "./exit_codes.ts";
import { programName, programVersion } from "./version.ts";

export type { CommandContext } from "./cli/command.ts";
export {
  createTerminal,
  type SyncWriter,
  type Terminal,
  type TerminalInput,
  type TerminalStreams,
} from "./cli/terminal.ts";

const summary =
  "llmspell runs LLM scripts in a long-lived kernel that Jupyter and editors connect to";

/**
 * Runs the program.
 *
 * @param words the command line behind the program's name
 * @returns the exit code
 */
export async function main(words: readonly string[], context: CommandContext): Promise<number> {
  try {
    return await dispatch(words, context);
  } catch (error) {
    const { reportError } = await import("./cli/report.ts");
    return reportError(error, context.terminal);
  }
}

async function dispatch(words: readonly string[], context: CommandContext): Promise<number> {
  const [first, second] = words;
  if (first === "--version" || first === "-V") {
    context.terminal.write(`${programName} ${programVersion}\n`);
    return exitCodes.success;
  }
  if (first === undefined) {
    context.terminal.writeError(await help(undefined));
    return exitCodes.usage;
  }
  if (first === "help") return await showHelp(words.slice(1), context);
  if (isHelp(first)) return await showHelp([], context);
  if (second !== undefined && isHelp(second) && isGroup(first)) {
    return await showHelp([first], context);
  }
  const { command, rest } = await findCommand(await withRun(words));
  const { parseCommand } = await import("./cli/parse.ts");
  const parsed = parseCommand(command, rest, context.env);
  if (parsed === undefined) return await showHelp([command.name], context);
  return await command.run(parsed, context);
}

/** `llmspell ./script WORDS` is `llmspell run ./script -- WORDS`, as the first line of an executable script has it. */
async function withRun(words: readonly string[]): Promise<readonly string[]> {
  const first = words[0]!;
  if (Object.hasOwn(commandLoaders, first) || isGroup(first)) return words;
  const { isScriptPath } = await import("./script_path.ts");
  return isScriptPath(first) ? ["run", first, "--", ...words.slice(1)] : words;
}

async function findCommand(
  words: readonly string[],
): Promise<{ command: AnyCommand; rest: readonly string[] }> {
  for (const count of [2, 1]) {
    const name = words.slice(0, count).join(" ");
    const load = Object.hasOwn(commandLoaders, name) ? commandLoaders[name] : undefined;
    if (load) return { command: await load(), rest: words.slice(count) };
  }
  const { incompleteCommand, unknownCommand } = await import("./cli/errors.ts");
  const names = Object.keys(commandLoaders);
  const group = words[0]!;
  const members = names.filter((name) => name.startsWith(`${group} `));
  if (members.length === 0) throw unknownCommand(group, [...new Set(names), "help"]);
  const second = words[1];
  if (second === undefined || second.startsWith("-")) throw incompleteCommand(group, members);
  throw unknownCommand(`${group} ${second}`, members);
}

function isGroup(word: string): boolean {
  return Object.keys(commandLoaders).some((name) => name.startsWith(`${word} `));
}

function isHelp(word: string): boolean {
  return word === "--help" || word === "-h";
}

async function showHelp(words: readonly string[], context: CommandContext): Promise<number> {
  if (words.length === 0) {
    context.terminal.write(await help(undefined));
  } else if (words.length === 1 && isGroup(words[0]!)) {
    context.terminal.write(await help(words[0]));
  } else {
    const { commandHelp } = await import("./cli/help.ts");
    context.terminal.write(commandHelp((await findCommand(words.join(" ").split(" "))).command));
  }
  return exitCodes.success;
}

async function help(group: string | undefined): Promise<string> {
  const { loadCommands } = await import("./commands/mod.ts");
  const { programHelp } = await import("./cli/help.ts");
  return programHelp({ summary, commands: await loadCommands(), group });
}
