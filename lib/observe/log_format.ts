// SPDX-License-Identifier: Apache-2.0 OR MIT
// The forms of a log line. Control characters are written out, so that no line can pretend to be another.

import { isRecord, type LogEntry, type LogThreshold, render } from "./log_entry.ts";

/**
 * Form of a log line: `text` for files that people read, `json` for programs (JSON Lines), `pretty` for a
 * terminal, `compact` for one short line.
 */
export type LogFormat = "text" | "json" | "pretty" | "compact";

/** Forms of a log line. */
export const logFormats: readonly LogFormat[] = Object.freeze([
  "text",
  "json",
  "pretty",
  "compact",
]);

const COMPACT_LENGTH = 160;

/**
 * Writes an entry, with its newline at the end. `text` and `pretty` continue a message of several lines, and the
 * stack of an error, in lines that begin with four spaces.
 *
 * @param colour with the colours of a terminal; `pretty` alone has any
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const entry = { timeMs: 0, level: "info", category: "llmspell", message: "Hi", properties: { n: 1 } } as const;
 * assert.equal(formatEntry(entry, "text"), "1970-01-01T00:00:00.000Z INFO    llmspell: Hi n=1\n");
 * ```
 */
export function formatEntry(entry: LogEntry, format: LogFormat, colour = false): string {
  switch (format) {
    case "json":
      return json(entry);
    case "compact":
      return compact(entry);
    case "pretty":
      return pretty(entry, colour);
    case "text":
      return text(entry);
  }
}

function json({ timeMs, level, category, message, properties }: LogEntry): string {
  return `${JSON.stringify({ ts: isoTime(timeMs), level, category, message, properties })}\n`;
}

function text(entry: LogEntry): string {
  const { timeMs, level, category } = entry;
  const head = `${isoTime(timeMs)} ${level.toUpperCase().padEnd(7)} ${oneLine(category)}: `;
  return `${head}${body(entry)}${rest(entry, (name, value) => `${name}=${value}`)}${
    stacks(entry)
  }\n`;
}

function compact({ timeMs, level, category, message }: LogEntry): string {
  const time = isoTime(timeMs).replace(/\.\d+/, "");
  const line = `${time} ${level.charAt(0).toUpperCase()} ${shortCategory(category)}: ${
    oneLine(message)
  }`;
  return line.length <= COMPACT_LENGTH
    ? `${line}\n`
    : `${line.slice(0, COMPACT_LENGTH - 1).toWellFormed()}…\n`;
}

function pretty(entry: LogEntry, colour: boolean): string {
  const paint = (code: string, text: string): string =>
    colour ? `\x1b[${code}m${text}\x1b[0m` : text;
  const { timeMs, level, category } = entry;
  const line = [
    paint("2", localTime(timeMs)),
    paint(COLOURS[level], level.toUpperCase().padEnd(7)),
    paint("36", shortCategory(category)),
    `${body(entry)}${rest(entry, (name, value) => `${paint("2", `${name}=`)}${value}`)}`,
  ].join(" ");
  return `${line}${paint("2", stacks(entry))}\n`;
}

const COLOURS: Readonly<Record<LogThreshold, string>> = Object.freeze({
  debug: "2",
  info: "32",
  warning: "33",
  error: "1;31",
});

/** The message, continued in lines that begin with four spaces. */
function body({ message }: LogEntry): string {
  return message.split(/\r\n|\n/).map(visible).join("\n    ");
}

/** Properties that the message does not show already. */
function rest(entry: LogEntry, pair: (name: string, value: string) => string): string {
  const { properties, shown, message } = entry;
  return Object.entries(properties)
    .filter(([name, value]) => shown ? !shown.includes(name) : !message.includes(render(value)))
    .map(([name, value]) => ` ${pair(oneLine(name), quoted(oneLine(render(value))))}`)
    .join("");
}

/** Quotes a value that has spaces. */
function quoted(value: string): string {
  return value === "" || /\s/.test(value) && !/^[[{]/.test(value) ? `"${value}"` : value;
}

/** The stacks of errors among the properties, with those of their causes. */
function stacks({ properties }: LogEntry): string {
  return Object.values(properties).map((value) => stack(value)).join("");
}

function stack(error: unknown): string {
  if (!isRecord(error) || typeof error.stack !== "string") return "";
  const lines = error.stack.split(/\r\n|\n/).map((line) => `\n    ${visible(line)}`).join("");
  const cause = stack(error.cause);
  return cause === "" ? lines : `${lines}\n    caused by:${cause}`;
}

function oneLine(text: string): string {
  return visible(text.replaceAll("\r\n", "\\n").replaceAll("\n", "\\n"));
}

/** Control characters but tabs, line separators, and characters that turn the direction of text. */
// deno-lint-ignore no-control-regex
const INVISIBLE = /[\0-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

function visible(text: string): string {
  return text.toWellFormed().replace(INVISIBLE, (char) => {
    const code = char.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16)}`;
  });
}

/** Without the program's name, which all categories begin with. */
function shortCategory(category: string): string {
  return oneLine(category.replace(/^llmspell\./, ""));
}

function isoTime(timeMs: number): string {
  return Number.isFinite(timeMs) ? new Date(timeMs).toISOString() : "-";
}

/** `2026-01-31 08:05:09.012` in the time zone of this machine. */
function localTime(timeMs: number): string {
  if (!Number.isFinite(timeMs)) return "-";
  const date = new Date(timeMs);
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
  return `${day} ${time}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}
