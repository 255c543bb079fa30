// SPDX-License-Identifier: Apache-2.0 OR MIT
// Completion scripts for shells, made from command records. They are static: completing starts no program.

import type { AnyCommand, CompletionKind, OptionSpec } from "./command.ts";

/** Shells there are completions for. */
export const shells = ["bash", "zsh", "fish"] as const;

/** A shell there are completions for. */
export type Shell = (typeof shells)[number];

/** The completion script for a shell. */
export function shellCompletions(shell: Shell, commands: readonly AnyCommand[]): string {
  return { bash, zsh, fish }[shell](commands);
}

/** Options of a command with the help option, which every command has. */
function allOptions(command: AnyCommand): [string, OptionSpec][] {
  return [
    ...Object.entries(command.options),
    ["help", { type: "flag", short: "h", description: "Show this help" }],
  ];
}

/** First words of commands, each once, with the summary of the only command or a list of second words. */
function firstWords(commands: readonly AnyCommand[]): Map<string, AnyCommand[]> {
  const groups = new Map<string, AnyCommand[]>();
  for (const command of commands) {
    const word = command.name.split(" ")[0]!;
    groups.set(word, [...groups.get(word) ?? [], command]);
  }
  return groups;
}

function secondWord(command: AnyCommand): string | undefined {
  return command.name.split(" ")[1];
}

function bash(commands: readonly AnyCommand[]): string {
  const groups = [...firstWords(commands)];
  const words = groups.map(([word, members]) => {
    const second = members.map(secondWord).filter((name) => name !== undefined);
    return second.length === 0 ? [] : [`    ${word}) choices="${second.join(" ")}" ;;`];
  }).flat();
  return `# llmspell completions for bash
_llmspell() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="" first="" command="" choices="" words=0 i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      -* | =) ;;
      *)
        words=$((words + 1))
        if ((words == 1)); then first="\${COMP_WORDS[i]}" command="$first"; fi
        if ((words == 2)); then command="$first \${COMP_WORDS[i]}"; fi
        ;;
    esac
  done
  prev="\${COMP_WORDS[COMP_CWORD - 1]}"
  if [[ "$cur" == "=" ]]; then cur=""; fi
  if [[ "$prev" == "=" ]]; then prev="\${COMP_WORDS[COMP_CWORD - 2]}"; fi
  if ((words == 0)); then
    choices="${groups.map(([word]) => word).join(" ")} --help --version"
    COMPREPLY=($(compgen -W "$choices" -- "$cur"))
    if ((\${#COMPREPLY[@]} == 0)); then COMPREPLY=($(compgen -f -- "$cur")); fi
    return
  fi
  case "$first" in
${words.join("\n")}
  esac
  if ((words == 1)) && [[ -n "$choices" ]]; then
    COMPREPLY=($(compgen -W "$choices --help" -- "$cur"))
    return
  fi
  case "$command" in
${commands.map(bashCommand).join("\n")}
  esac
}
complete -F _llmspell llmspell
`;
}

function bashCommand(command: AnyCommand): string {
  const grouped = secondWord(command) !== undefined;
  const valued = allOptions(command).flatMap(([name, option]) => {
    if (option.type === "flag" || option.type === "grant") return [];
    const spellings = option.short === undefined ? `--${name}` : `--${name} | -${option.short}`;
    return [`        ${spellings}) ${bashReply(option.completes)}; return ;;`];
  });
  const names = allOptions(command).map(([name]) => `--${name}`).join(" ");
  const pattern = grouped ? `"${command.name}"` : `${command.name} | "${command.name} "*`;
  return `    ${pattern})
      case "$prev" in
${valued.join("\n")}
      esac
      if [[ "$cur" == -* ]]; then
        COMPREPLY=($(compgen -W "${names}" -- "$cur"))
      else
        ${bashReply(command.positionals[0]?.completes)}
      fi
      ;;`.replace(/\n {6}case "\$prev" in\n\n {6}esac/, "");
}

function bashReply(kind: CompletionKind | undefined): string {
  if (kind === "file") return `COMPREPLY=($(compgen -f -- "$cur"))`;
  if (kind === "directory") return `COMPREPLY=($(compgen -d -- "$cur"))`;
  if (kind === undefined || kind === "nothing") return "COMPREPLY=()";
  return `COMPREPLY=($(compgen -W "${(kind as readonly string[]).join(" ")}" -- "$cur"))`;
}

function zsh(commands: readonly AnyCommand[]): string {
  const groups = [...firstWords(commands)];
  const cases = groups.map(([word, members]) => {
    if (secondWord(members[0]!) === undefined) return zshCommand(word, members[0]!, 2);
    const inner = members.map((member) => zshCommand(secondWord(member)!, member, 6)).join("\n");
    const second = members.map((member) => zshWord(secondWord(member)!, member.summary));
    return `    ${word})
      if ((CURRENT == 2)); then
        _values command ${second.join(" ")}
        return
      fi
      shift words; ((CURRENT--))
      case "$words[1]" in
${inner}
      esac
      ;;`;
  });
  const first = groups.map(([word, members]) =>
    zshWord(
      word,
      secondWord(members[0]!) === undefined
        ? members[0]!.summary
        : members.map(secondWord).join(", "),
    )
  );
  return `#compdef llmspell
# llmspell completions for zsh
_llmspell() {
  if ((CURRENT == 2)); then
    if [[ "$words[2]" == *[./]* ]]; then _files; else _values command ${first.join(" ")}; fi
    return
  fi
  shift words; ((CURRENT--))
  case "$words[1]" in
${cases.join("\n")}
  esac
}
if [[ "$funcstack[1]" == _llmspell ]]; then _llmspell "$@"; else compdef _llmspell llmspell; fi
`;
}

function zshWord(word: string, summary: string): string {
  return `'${word}[${zshText(summary)}]'`;
}

function zshText(text: string): string {
  return text.replaceAll("'", "'\\''").replaceAll(/[[\]:]/g, "\\$&");
}

function zshCommand(word: string, command: AnyCommand, indent: number): string {
  const options = allOptions(command).map(([name, option]) => {
    const text = `[${zshText(option.description)}]`;
    const repeat = option.type === "list" || option.type === "grant" ? "*" : "";
    const value = option.type === "flag"
      ? ""
      : `:${option.placeholder}:${zshAction(option.completes)}`;
    if (option.type === "grant") return `'${repeat}--${name}=-${text}:${value}'`;
    const equals = option.type === "flag" ? "" : "=";
    const long = `'${repeat}--${name}${equals}${text}${value}'`;
    return option.short === undefined ? long : `${long} '-${option.short}${text}${value}'`;
  });
  const positionals = command.positionals.map((spec, i) =>
    `'${i + 1}:${spec.name}:${zshAction(spec.completes)}'`
  );
  const rest = command.takesRest ? ["'*::argument:_files'"] : [];
  const space = " ".repeat(indent);
  const all = [...options, ...positionals, ...rest].join(` \\\n${space}      `);
  return `${space}  ${word})\n${space}    _arguments ${all}\n${space}    ;;`;
}

function zshAction(kind: CompletionKind | undefined): string {
  if (kind === "file") return "_files";
  if (kind === "directory") return "_files -/";
  if (kind === undefined || kind === "nothing") return "( )";
  return `(${(kind as readonly string[]).join(" ")})`;
}

function fish(commands: readonly AnyCommand[]): string {
  const lines = ["# llmspell completions for fish", "complete -c llmspell -f"];
  const first = [...firstWords(commands).keys()];
  const none = `not __fish_seen_subcommand_from ${first.join(" ")}`;
  lines.push(
    `complete -c llmspell -n '${none}; and string match -qr "[./]" -- (commandline -ct)' -F`,
  );
  for (const [word, members] of firstWords(commands)) {
    const seconds = members.map(secondWord).filter((name) => name !== undefined);
    const text = seconds.length === 0 ? members[0]!.summary : seconds.join(", ");
    lines.push(`complete -c llmspell -n '${none}' -a ${word} -d ${quote(text)}`);
    for (const member of members) {
      const second = secondWord(member);
      if (second !== undefined) {
        const open = `__fish_seen_subcommand_from ${word}; and not __fish_seen_subcommand_from ${
          seconds.join(" ")
        }`;
        lines.push(`complete -c llmspell -n '${open}' -a ${second} -d ${quote(member.summary)}`);
      }
      lines.push(...fishCommand(member));
    }
  }
  lines.push(`complete -c llmspell -n '${none}' -l help -s h -d 'Show this help'`);
  lines.push(`complete -c llmspell -n '${none}' -l version -s V -d 'Show the version'`);
  return lines.join("\n") + "\n";
}

function fishCommand(command: AnyCommand): string[] {
  const seen = command.name.split(" ").map((word) => `__fish_seen_subcommand_from ${word}`)
    .join("; and ");
  const options = allOptions(command).map(([name, option]) => {
    const short = option.short === undefined ? "" : ` -s ${option.short}`;
    const value = option.type === "flag" || option.type === "grant"
      ? ""
      : ` -r${fishAction(option.completes)}`;
    return `complete -c llmspell -n '${seen}' -l ${name}${short}${value} -d ${
      quote(option.description)
    }`;
  });
  const positional = command.positionals[0];
  const action = positional === undefined ? "" : fishAction(positional.completes);
  return [...options, ...(action === "" ? [] : [`complete -c llmspell -n '${seen}'${action}`])];
}

function fishAction(kind: CompletionKind | undefined): string {
  if (kind === "file") return " -F";
  if (kind === "directory") return " -a '(__fish_complete_directories)'";
  if (kind === undefined || kind === "nothing") return "";
  return ` -a '${(kind as readonly string[]).join(" ")}'`;
}

function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
