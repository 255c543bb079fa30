// SPDX-License-Identifier: Apache-2.0 OR MIT
// Writes a log to a terminal.

import { resolve } from "node:path";
import { formatEntry, type LogEntry, type LogFormat, logLevels } from "../../lib/observe/mod.ts";
import { invalidValue } from "../cli/errors.ts";
import { printable } from "../cli/human.ts";
import type { Terminal } from "../cli/terminal.ts";
import { readLogs } from "./read_logs.ts";
import { readSince } from "./since.ts";

/** What to show, as the options of a command line say it. */
export interface ShowLogsOptions {
  /** Path of the log in use. */
  readonly path: string;
  readonly follow: boolean;
  /** Whole number; ten when it follows and nothing else bounds it. */
  readonly lines: string | undefined;
  readonly level: string | undefined;
  readonly since: string | undefined;
  /** `text`, `json` or `pretty`. */
  readonly format: string;
  /** Milliseconds since the epoch, from which `since` counts back. */
  readonly now: number;
  /** Ends following. */
  readonly signal?: AbortSignal;
}

/** Entries shown before those to come. */
const FOLLOW_LINES = 10;

/**
 * Shows a log; follows it until the signal aborts.
 *
 * @throws {UsageError} when an option has no valid value
 * @throws {KernelError} `log.missing` or `log.unreadable`
 */
export async function showLogs(
  { path, follow, lines, level, since, format, now, signal }: ShowLogsOptions,
  terminal: Terminal,
): Promise<void> {
  const bounded = lines !== undefined || since !== undefined;
  const entries = readLogs({
    path: resolve(path),
    follow,
    level: logLevels.find((name) => name === level),
    sinceMs: since === undefined ? undefined : readSince("--since", since, now),
    lines: lines === undefined ? (follow && !bounded ? FOLLOW_LINES : undefined) : readCount(lines),
    ...(signal === undefined ? {} : { signal }),
  });
  for await (const entry of entries) {
    terminal.write(written(entry, format as LogFormat, terminal.colour));
  }
}

function readCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw invalidValue("--lines", text, "a whole number");
}

/** What no logger wrote has no time and no level, and is shown as it is. */
function written(entry: LogEntry, format: LogFormat, colour: boolean): string {
  if (!Number.isNaN(entry.timeMs) || format === "json") return formatEntry(entry, format, colour);
  return `${entry.message.split("\n").map(printable).join("\n")}\n`;
}
