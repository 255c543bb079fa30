// SPDX-License-Identifier: Apache-2.0 OR MIT
// Help texts, made from command records.

import type { AnyCommand, OptionSpec } from "./command.ts";

const width = 80;

/** The help text of one command. */
export function commandHelp(command: AnyCommand): string {
  const options = Object.entries(command.options).map(([name, option]) =>
    [optionLabel(name, option), optionText(option)] as const
  );
  const parts = [
    command.summary,
    `Usage: llmspell ${command.name} ${command.usage}`.trimEnd(),
    ...(command.description ?? "").split("\n\n").filter((part) => part !== "")
      .map((part) => wrap(part, 0)),
    `Options:\n${table([...options, ["-h, --help", "Show this help"]])}`,
    ...(command.examples.length === 0 ? [] : [`Examples:\n${examples(command)}`]),
  ];
  return parts.join("\n\n") + "\n";
}

/** The help text of the program, or of the commands whose names begin with `group`. */
export function programHelp(
  { summary, commands, group }: {
    readonly summary: string;
    readonly commands: readonly AnyCommand[];
    readonly group?: string | undefined;
  },
): string {
  const listed = group === undefined
    ? commands
    : commands.filter((command) => command.name.startsWith(`${group} `));
  const first = listed.flatMap((command) => command.examples.slice(0, 1));
  const parts = [
    summary,
    group === undefined
      ? "Usage: llmspell COMMAND [options]\n       llmspell SCRIPT [ARGUMENTS]"
      : `Usage: llmspell ${group} COMMAND [options]`,
    `Commands:\n${table(listed.map((command) => [command.name, command.summary] as const))}`,
    ...(group === undefined
      ? [
        `Options:\n${
          table([["-h, --help", "Show this help"], ["-V, --version", "Show the version"]])
        }`,
      ]
      : []),
    `Examples:\n${first.map(({ command }) => `  ${command}`).join("\n")}`,
    `More about a command: llmspell ${group ?? "COMMAND"} ${
      group === undefined ? "" : "COMMAND "
    }--help`,
  ];
  return parts.join("\n\n") + "\n";
}

/** How an option is written: `-f, --connection-file FILE`. */
export function optionLabel(name: string, option: OptionSpec): string {
  const short = option.short === undefined ? "    " : `-${option.short}, `;
  const value = option.type === "flag"
    ? ""
    : option.type === "grant"
    ? `[=${option.placeholder}]`
    : ` ${option.placeholder}`;
  return `${short}--${name}${value}`;
}

function optionText(option: OptionSpec): string {
  const notes = [
    ...(option.type !== "flag" && Array.isArray(option.completes)
      ? [`one of ${option.completes.join(", ")}`]
      : []),
    ...(option.type === "list" ? ["may be given several times"] : []),
    ...(option.type === "value" && option.default !== undefined
      ? [`default: ${option.default}`]
      : []),
    ...(option.env === undefined ? [] : [`environment: ${option.env}`]),
  ];
  return option.description + (notes.length === 0 ? "" : ` (${notes.join("; ")})`);
}

function examples(command: AnyCommand): string {
  return command.examples.map((example) => `  ${example.command}\n${wrap(example.description, 6)}`)
    .join("\n");
}

/** Two columns; what does not fit beside its label begins below it. */
function table(rows: readonly (readonly [string, string])[]): string {
  const column = Math.min(31, Math.max(...rows.map(([label]) => label.length)) + 4);
  return rows.map(([label, text]) => {
    const lines = wrap(text, column);
    const head = `  ${label}`;
    return head.length + 2 > column
      ? `${head}\n${lines}`
      : head.padEnd(column) + lines.slice(column);
  }).join("\n");
}

/** Breaks a text at spaces into lines of at most 80 columns, each indented. */
function wrap(text: string, indent: number): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((part) => " ".repeat(indent) + part).join("\n");
}
