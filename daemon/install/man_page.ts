// SPDX-License-Identifier: Apache-2.0 OR MIT
// Manual pages as data, made from command records: one for the program, one for each first word of its commands.

import type { AnyCommand, OptionSpec } from "../cli/command.ts";
import { optionLabel } from "../cli/help.ts";
import { exitCodes } from "../exit_codes.ts";
import { programName } from "../version.ts";

/** A piece of a section. */
export type ManBlock =
  | { readonly kind: "text"; readonly text: string }
  /** A term with what it means. */
  | { readonly kind: "entry"; readonly term: string; readonly text: string }
  /** Lines that keep their form. */
  | { readonly kind: "code"; readonly text: string }
  /** A heading within the section. */
  | { readonly kind: "heading"; readonly text: string };

/** A section: `EXIT STATUS`. */
export interface ManSection {
  readonly title: string;
  readonly blocks: readonly ManBlock[];
}

/** A page of section 1. */
export interface ManPage {
  /** File name without its ending: `llmspell-kernel`. */
  readonly name: string;
  /** One line, without a full stop. */
  readonly summary: string;
  readonly sections: readonly ManSection[];
}

/** Pages of all commands; the first is the program's. */
export function manPages(commands: readonly AnyCommand[]): ManPage[] {
  const groups = new Map<string, AnyCommand[]>();
  for (const command of commands) {
    const word = command.name.split(" ")[0]!;
    groups.set(word, [...groups.get(word) ?? [], command]);
  }
  const pages = [...groups].map(([word, members]) => groupPage(word, members));
  return [programPage(commands, pages), ...pages];
}

/** Page that tells of a command, or of its group: `kernel start` is in `llmspell-kernel`. */
export function findPage(pages: readonly ManPage[], words: readonly string[]): ManPage | undefined {
  const name = words.length === 0 ? programName : `${programName}-${words[0]}`;
  const page = pages.find((page) => page.name === name);
  const command = `${programName} ${words.join(" ")}`;
  if (page === undefined || words.length < 2) return page;
  return page.sections.some(({ blocks }) =>
      blocks.some((block) => block.kind === "heading" && block.text === command)
    )
    ? page
    : undefined;
}

function programPage(commands: readonly AnyCommand[], pages: readonly ManPage[]): ManPage {
  return {
    name: programName,
    summary: "run LLM scripts in a long-lived kernel",
    sections: [
      section("SYNOPSIS", [
        text(`${programName} COMMAND [options]`),
        text(`${programName} SCRIPT [ARGUMENTS]`),
      ]),
      section("DESCRIPTION", [
        text(
          "llmspell runs scripts, and keeps kernels alive that Jupyter clients and editors connect to. A kernel runs in " +
            "the foreground, as a daemon, or as a service of systemd or launchd.",
        ),
      ]),
      section("COMMANDS", commands.map(({ name, summary }) => entry(name, `${summary}.`))),
      section("OPTIONS", [
        entry("-h, --help", "Show help, also behind every command."),
        entry("-V, --version", "Show the version."),
      ]),
      exitStatus(),
      section("SIGNALS", [
        text("To a running kernel:"),
        entry("SIGTERM", "Shut down gracefully and save the sessions; a second one at once."),
        entry("SIGINT", "Interrupt running code; an idle kernel in the foreground ends."),
        entry("SIGHUP", "Open the log files anew and reload the configuration."),
        entry("SIGUSR1", "Reload the configuration."),
        entry("SIGUSR2", "Write a dump of the state, and its path to the log."),
      ]),
      section("ENVIRONMENT", environment(commands)),
      section("FILES", [
        text("Below LLMSPELL_HOME:"),
        entry("config.toml", "Settings of every command that runs scripts."),
        entry("kernel.toml", "Settings of kernels; go before those of config.toml."),
        entry(
          "kernels/kernel-ID.json",
          "Connection file of a running kernel, with its key. Mode 0600.",
        ),
        entry("run/kernel-ID.pid, run/kernel-ID.json", "PID file and record of a running kernel."),
        entry("logs/kernel-ID.log", "Log of a daemon; rotated ones have a number behind them."),
        entry("state/kernel-ID/", "Saved sessions and state dumps. Mode 0600."),
        entry("sessions/history.sqlite", "What was typed in all kernels."),
      ]),
      section("EXAMPLES", [code(firstExamples(commands))]),
      section("SEE ALSO", [text(pages.map(({ name }) => `${name}(1)`).join(", "))]),
    ],
  };
}

function groupPage(word: string, members: readonly AnyCommand[]): ManPage {
  const grouped = members.some(({ name }) => name !== word);
  const summary = grouped
    ? members.map(({ name }) => name.slice(word.length + 1)).join(", ")
    : members[0]!.summary.charAt(0).toLowerCase() + members[0]!.summary.slice(1);
  return {
    name: `${programName}-${word}`,
    summary,
    sections: [
      section("SYNOPSIS", members.map((command) => text(usage(command)))),
      ...(grouped
        ? [section(
          "COMMANDS",
          members.flatMap((command) => [
            { kind: "heading", text: `${programName} ${command.name}` } as const,
            text(`${command.summary}.`),
            ...commandBlocks(command),
          ]),
        )]
        : [
          section("DESCRIPTION", [text(`${members[0]!.summary}.`), ...commandBlocks(members[0]!)]),
        ]),
      exitStatus(),
      section("SEE ALSO", [text(`${programName}(1)`)]),
    ],
  };
}

function commandBlocks(command: AnyCommand): ManBlock[] {
  const options = Object.entries(command.options).map(([name, option]) =>
    entry(optionLabel(name, option).trim(), optionText(option))
  );
  return [
    ...(command.description ?? "").split("\n\n").filter((part) => part !== "").map(text),
    ...options,
    ...(command.examples.length === 0 ? [] : [text("Examples:")]),
    ...command.examples.flatMap((example) => [
      code(example.command),
      text(`${example.description}.`),
    ]),
  ];
}

function usage({ name, usage }: AnyCommand): string {
  return `${programName} ${name} ${usage}`.trimEnd();
}

function optionText(option: OptionSpec): string {
  const sentences = [`${option.description}.`];
  if (option.type !== "flag" && Array.isArray(option.completes)) {
    sentences.push(`One of ${option.completes.join(", ")}.`);
  }
  if (option.type === "list") sentences.push("May be given several times.");
  if (option.type === "value" && option.default !== undefined) {
    sentences.push(`The default is ${option.default}.`);
  }
  if (option.env !== undefined) sentences.push(`Read from ${option.env} when not given.`);
  return sentences.join(" ");
}

function exitStatus(): ManSection {
  return section("EXIT STATUS", [
    entry(String(exitCodes.success), "The command did what it was asked to."),
    entry(String(exitCodes.failure), "It failed; standard error says why."),
    entry(String(exitCodes.usage), "The command line could not be understood; nothing was done."),
    entry(String(exitCodes.interrupted), "It was interrupted from the keyboard."),
    text("A script that ends itself brings its own code."),
  ]);
}

function environment(commands: readonly AnyCommand[]): ManBlock[] {
  const names = new Map<string, string>();
  for (const { options } of commands) {
    for (const [name, { env }] of Object.entries(options)) {
      if (env !== undefined && !names.has(env)) names.set(env, `Like the option --${name}.`);
    }
  }
  return [
    entry("LLMSPELL_HOME", "Folder of configuration, logs and state; ~/.llmspell when not set."),
    entry("LLMSPELL_CACHE", "Folder of unpacked libraries; ~/.cache/llmspell when not set."),
    ...[...names].sort(([a], [b]) => a < b ? -1 : 1).map(([name, meaning]) => entry(name, meaning)),
    entry("NO_COLOR", "No colours, even on a terminal."),
    text("Every setting has a variable of its own; llmspell config show names them."),
  ];
}

function firstExamples(commands: readonly AnyCommand[]): string {
  return commands.flatMap(({ examples }) => examples.slice(0, 1)).map(({ command }) => command)
    .join("\n");
}

function section(title: string, blocks: readonly ManBlock[]): ManSection {
  return { title, blocks };
}

function text(value: string): ManBlock {
  return { kind: "text", text: value };
}

function entry(term: string, value: string): ManBlock {
  return { kind: "entry", term, text: value };
}

function code(value: string): ManBlock {
  return { kind: "code", text: value };
}
