// SPDX-License-Identifier: Apache-2.0 OR MIT
// Logs: structured records through LogTape, one line each.

import {
  configureSync,
  getJsonLinesFormatter,
  getLogger,
  getTextFormatter,
  type LogLevel,
  type LogRecord,
  resetSync,
} from "@logtape/logtape";
import type { Logger } from "../contracts/mod.ts";

/** Least severity that is written. */
export type LogThreshold = "debug" | "info" | "warning" | "error";

/** How logs are written. */
export interface LogOptions {
  /** Records below it are dropped. */
  readonly level: LogThreshold;
  /** `text` for a person, `json` for JSON Lines. */
  readonly format: "text" | "json";
  /** Takes one line, with its newline. */
  readonly write: (line: string) => void;
}

/** The program's one log; disposing it ends it. */
export interface Log extends Disposable {
  /** Root of the loggers, with category `llmspell`. */
  readonly logger: Logger;
}

/**
 * Opens the log. LogTape keeps its sinks for the whole process, so only one may be open.
 *
 * @throws {Error} when another log is open
 */
export function openLog({ level, format, write }: LogOptions): Log {
  const formatter = format === "json" ? getJsonLinesFormatter() : getTextFormatter();
  const lowestLevel: LogLevel = level;
  configureSync({
    sinks: { line: (record: LogRecord) => write(formatter(record)) },
    loggers: [
      { category: ["llmspell"], lowestLevel, sinks: ["line"] },
      { category: ["logtape", "meta"], lowestLevel: "warning", sinks: ["line"] },
    ],
  });
  return { logger: getLogger(["llmspell"]), [Symbol.dispose]: resetSync };
}
