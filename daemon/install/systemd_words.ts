// SPDX-License-Identifier: Apache-2.0 OR MIT
// Words in unit files, by systemd's rules for quoting, specifiers and variables.

import { servicePath } from "./errors.ts";

// deno-lint-ignore no-control-regex
const controls = /[\x01-\x1f\x7f]/g;

// deno-lint-ignore no-control-regex
const unsafeProgram = /["'\\\x00-\x1f\x7f]/;

/** Where a word stands. */
export interface QuoteOptions {
  /** True in arguments of `ExecStart=`, where `$` is written twice. */
  readonly variables: boolean;
}

/**
 * A word as it stands in a unit file, so that systemd reads back the very same text.
 *
 * @throws {KernelError} `service.path` when no unit file can hold it: it has a NUL or half a surrogate pair
 * @see systemd.service(5), "Command lines"; systemd.syntax(7), "Quoting"; systemd.unit(5), "Specifiers"
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { quoteWord } from "./systemd_words.ts";
 * assert.equal(quoteWord("/opt/my tools/50%", { variables: true }), '"/opt/my tools/50%%"');
 * ```
 */
export function quoteWord(word: string, { variables }: QuoteOptions): string {
  if (word.includes("\0") || !word.isWellFormed()) {
    throw servicePath(word, "no unit file can hold it");
  }
  if (/^[\w@+=:,./-]+$/.test(word)) return word;
  const text = word
    .replaceAll(/[\\"]/g, "\\$&")
    .replaceAll("%", "%%")
    .replaceAll("$", variables ? "$$$$" : "$$")
    .replaceAll(controls, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`);
  return `"${text}"`;
}

/**
 * The command line of `ExecStart=`. systemd replaces no variables in the program's path, only in what follows it; and
 * it takes no program whose path has a quote, a backslash or a control character, so a shell becomes that one.
 *
 * @param command the program's absolute path and its arguments
 */
export function quoteCommand(command: readonly string[]): string {
  const words = unsafeProgram.test(command[0] ?? "")
    ? ["/bin/sh", "-c", 'exec "$@"', "sh", ...command]
    : command;
  return words.map((word, i) => quoteWord(word, { variables: i > 0 })).join(" ");
}

/** An assignment of `Environment=`. */
export function quoteAssignment(name: string, value: string): string {
  return quoteWord(`${name}=${value}`, { variables: false });
}

/**
 * A path that is a setting's whole value, where systemd knows specifiers but no quotes.
 *
 * @throws {KernelError} `service.path` when it cannot be written so that it stays itself
 */
export function plainPath(path: string): string {
  // deno-lint-ignore no-control-regex
  if (/[\x00-\x1f\x7f]/.test(path)) throw servicePath(path, "it has a control character");
  if (/[*?[\]\\]/.test(path)) throw servicePath(path, "it has one of * ? [ ] \\");
  if (path.trim() !== path) throw servicePath(path, "it ends with a space");
  return path.replaceAll("%", "%%");
}

/**
 * Reads a command line of a unit file back into its words.
 *
 * @throws {SyntaxError} when a quote is not closed
 */
export function parseCommandLine(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!;
    if (char === "\\") {
      const [text, length] = unescapeAt(line, at);
      word = (word ?? "") + text;
      at += length - 1;
    } else if (quote !== "" && char === quote) {
      quote = "";
    } else if (quote === "" && (char === '"' || char === "'")) {
      quote = char;
      word ??= "";
    } else if (quote === "" && /[ \t\n\r]/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? "") + char;
    }
  }
  if (quote !== "") throw new SyntaxError(`Cannot read command line: ${quote} is not closed`);
  if (word !== undefined) words.push(word);
  return words.map((text, i) => {
    const plain = text.replaceAll("%%", "%");
    return i === 0 ? plain : plain.replaceAll("$$", "$");
  });
}

const escapes: Readonly<Record<string, string>> = Object.freeze({
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  s: " ",
  t: "\t",
  v: "\v",
});

function unescapeAt(line: string, at: number): [text: string, length: number] {
  const next = line[at + 1] ?? "";
  const hex = /^\\x([0-9a-f]{2})/i.exec(line.slice(at, at + 4))?.[1];
  if (hex !== undefined) return [String.fromCharCode(parseInt(hex, 16)), 4];
  return [escapes[next] ?? next, 2];
}
