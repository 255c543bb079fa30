// SPDX-License-Identifier: Apache-2.0 OR MIT
// A place that log entries go to, which may fail for a while.

import type { LogEntry } from "./log_entry.ts";

/** Why entries do not arrive. */
export interface LogProblem {
  /** Where they do not arrive; `rotation` for a file that grows beyond its bounds. */
  readonly target: "file" | "syslog" | "journal" | "rotation";
  /** For a person: `Cannot write the log to "/x.log": No space left on device (os error 28)`. */
  readonly text: string;
  /** Entries that did not arrive. */
  readonly lost: number;
  /** Milliseconds since the epoch at which it began. */
  readonly sinceMs: number;
}

/** What a target is made of. */
export interface LogTargetOptions {
  readonly name: "file" | "syslog" | "journal";
  /** Says in a text where entries go: `"/x.log"`. */
  readonly place: string;
  readonly now: () => number;
  /** Brings an entry there. */
  readonly send: (entry: LogEntry) => void;
  /** Told of the first of a row of failures. */
  readonly failed: (problem: LogProblem) => void;
  readonly dispose: () => void;
}

/** A place that entries go to. After failures it begins by saying what is missing. */
export class LogTarget implements Disposable {
  readonly #options: LogTargetOptions;
  #problem: LogProblem | undefined;

  /** Sends nothing yet. */
  constructor(options: LogTargetOptions) {
    this.#options = options;
  }

  /** Which one it is. */
  get name(): "file" | "syslog" | "journal" {
    return this.#options.name;
  }

  /** Why the latest entries did not arrive; `undefined` when they did. */
  get problem(): LogProblem | undefined {
    return this.#problem;
  }

  /** Brings an entry there; false when it did not arrive. */
  write(entry: LogEntry): boolean {
    try {
      if (this.#problem !== undefined) this.#options.send(this.#notice(this.#problem));
      this.#problem = undefined;
      this.#options.send(entry);
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  /** Closes what it opened. */
  [Symbol.dispose](): void {
    this.#options.dispose();
  }

  #fail(error: unknown): void {
    const { name, place, now, failed } = this.#options;
    const reason = error instanceof Error ? error.message : String(error);
    const before = this.#problem;
    this.#problem = {
      target: name,
      text: `Cannot write the log to ${place}: ${reason}`,
      lost: (before?.lost ?? 0) + 1,
      sinceMs: before?.sinceMs ?? now(),
    };
    if (before === undefined) failed(this.#problem);
  }

  #notice({ text, lost, sinceMs }: LogProblem): LogEntry {
    const since = new Date(sinceMs).toISOString();
    const lines = lost === 1 ? "1 record is" : `${lost} records are`;
    return {
      timeMs: this.#options.now(),
      level: "warning",
      category: "llmspell.log",
      message: `${lines} missing here since ${since}: ${text}`,
      properties: { lost, since },
      shown: ["lost", "since"],
    };
  }
}
