// SPDX-License-Identifier: Apache-2.0 OR MIT
// Log lines read back: the forms `json`, `text` and `compact`.

import { isRecord, type LogEntry, logLevels, type LogThreshold } from "./log_entry.ts";

/**
 * Reads the first line of an entry.
 *
 * @param line without its newline
 * @returns `undefined` for a line that continues the entry before it, or is not of the log's making
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const entry = parseLogLine("1970-01-01T00:00:00.000Z INFO    llmspell.jupyter: Ready port=9555");
 * assert.deepEqual(entry, {
 *   timeMs: 0,
 *   level: "info",
 *   category: "llmspell.jupyter",
 *   message: "Ready port=9555",
 *   properties: {},
 * });
 * ```
 */
export function parseLogLine(line: string): LogEntry | undefined {
  return line.startsWith("{") ? parseJson(line) : parseText(line);
}

/** The text of a line that continues an entry, without what marks it as such. */
export function continuationText(line: string): string {
  return line.startsWith("    ") ? line.slice(4) : line;
}

function parseJson(line: string): LogEntry | undefined {
  const record = parsed(line);
  if (!isRecord(record)) return undefined;
  const { ts, level, category, message, properties } = record;
  const timeMs = typeof ts === "string" ? Date.parse(ts) : NaN;
  const known = logLevels.find((name) => name === level);
  if (known === undefined || typeof message !== "string") return undefined;
  return {
    timeMs,
    level: known,
    category: typeof category === "string" ? category : "",
    message,
    properties: isRecord(properties) ? properties : {},
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const HEAD = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z) (?:([A-Z]{4,7}) +|([DIWE]) )(\S+?): /;

const LETTERS: Readonly<Record<string, LogThreshold>> = Object.freeze({
  D: "debug",
  I: "info",
  W: "warning",
  E: "error",
});

function parseText(line: string): LogEntry | undefined {
  const found = line.match(HEAD);
  if (found === null) return undefined;
  const [head, time, word, letter, category] = found;
  const level = letter === undefined
    ? logLevels.find((name) => name.toUpperCase() === word)
    : LETTERS[letter];
  if (level === undefined) return undefined;
  const full = letter === undefined || category === "llmspell" ? category : `llmspell.${category}`;
  return {
    timeMs: Date.parse(time!),
    level,
    category: full!,
    message: line.slice(head.length),
    properties: {},
  };
}
