// SPDX-License-Identifier: Apache-2.0 OR MIT
// The log: structured records through LogTape, free of secrets, to the places that the settings name.

import { configureSync, getLogger, type LogRecord, resetSync } from "@logtape/logtape";
import type { Logger, Metrics } from "../contracts/mod.ts";
import { categoryUnknown } from "./errors.ts";
import { type LogEntry, type LogThreshold, readEntry } from "./log_entry.ts";
import { formatEntry, type LogFormat } from "./log_format.ts";
import { LogMetrics } from "./log_metrics.ts";
import type { LogProblem, LogTarget } from "./log_target.ts";
import {
  defaultBounds,
  type FileTarget,
  fileTarget,
  journalTarget,
  syslogTarget,
  type TargetParts,
  wantsJournal,
} from "./log_targets.ts";
import { createRedactor, type Redactor } from "./redact.ts";
import type { RotationBounds } from "./rotating_file.ts";

/**
 * Where and how logs are written; all of it can be changed while the program runs. The names are those of the
 * section `log` of the configuration.
 */
export interface LogSettings extends Partial<RotationBounds> {
  /** Records below it are dropped. */
  readonly level: LogThreshold;
  /** Form of a line, on standard error and in the file. */
  readonly format: LogFormat;
  /** Least severity by category: `{ "llmspell.jupyter": "debug" }`. */
  readonly categories?: Readonly<Record<string, LogThreshold>> | undefined;
  /** Path of the log file; empty or absent for none. */
  readonly file?: string | undefined;
  /** Also to the system's logger. */
  readonly syslog?: boolean | undefined;
  /** To systemd's journal; `auto` when standard error leads there. Default `off`. */
  readonly journal?: "auto" | "on" | "off" | undefined;
}

/** What a log is made of. */
export interface LogOptions extends LogSettings {
  /** Takes one line for standard error, with its newline. */
  readonly write: (line: string) => void;
  /** True when lines on standard error may have the colours of a terminal. */
  readonly colour?: boolean;
  /** Lines also go to standard error when there is a file or the journal; else only what those do not take. */
  readonly echo?: boolean;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Counts what the log does. */
  readonly metrics?: Metrics;
  /** Reads an environment variable: `JOURNAL_STREAM`. */
  readonly env?: (name: string) => string | undefined;
  /** Path of the system logger's socket, when it is not the system's own. */
  readonly syslogSocket?: string;
  /** Path of the journal's socket, when it is not the system's own. */
  readonly journalSocket?: string;
}

/** The program's one log. Disposing ends it; disposing asynchronously also waits for what is done in the background. */
export interface Log extends Disposable, AsyncDisposable {
  /** Root of the loggers, with category `llmspell`. */
  readonly logger: Logger;
  /** Takes secrets out of what is logged; secrets to look for are added here. */
  readonly redact: Redactor;
  /** Why entries do not arrive where they should; empty when all is well. */
  readonly problems: readonly LogProblem[];
  /** Path of the log file; absent when there is none. */
  readonly file: string | undefined;
  /** Sets the least severity of everything without a level of its own; `null` takes it back. */
  setLevel(level: LogThreshold | null): void;
  /**
   * Sets the least severity of a category and those below it, whatever the settings say; `null` takes it back.
   *
   * @throws {KernelError} `log.category` when no category can have the name
   */
  setCategory(category: string, level: LogThreshold | null): void;
  /** Closes the log file, so that the next line goes to the file that has its path then. */
  reopen(): void;
  /** Puts other settings in force. What `setLevel` and `setCategory` said stays. */
  reconfigure(settings: Partial<LogSettings>): void;
}

const ROOT = "llmspell";

/**
 * Opens the log. LogTape keeps its sinks for the whole process, so only one may be open. Every line is in its file
 * when the logger's method returns.
 *
 * @throws {Error} when another log is open
 * @throws {KernelError} `log.category` when no category can have a name given
 */
export function openLog(options: LogOptions): Log {
  return new ProcessLog(options);
}

class ProcessLog implements Log {
  readonly logger: Logger = getLogger([ROOT]);
  readonly redact: Redactor = createRedactor();
  readonly #options: LogOptions;
  readonly #metrics: LogMetrics | undefined;
  readonly #levels = new Map<string, LogThreshold>();
  readonly #closing = new Set<Promise<void>>();
  readonly #parts: TargetParts;
  #settings: LogSettings;
  #file: FileTarget | undefined;
  #syslog: LogTarget | undefined;
  #journal: LogTarget | undefined;
  #rotation: LogProblem | undefined;

  constructor(options: LogOptions) {
    this.#options = options;
    this.#settings = options;
    this.#metrics = options.metrics && new LogMetrics(options.metrics);
    this.#parts = {
      now: options.now ?? Date.now,
      format: () => this.#settings.format,
      failed: (problem) => this.#announce(problem),
      rotated: () => {
        this.#rotation = undefined;
        this.#metrics?.rotated();
      },
      rotationFailed: (error) => this.#rotationFailed(error),
    };
    this.#applyLevels(false);
    this.#applyTargets();
  }

  get problems(): readonly LogProblem[] {
    const problems = this.#targets().map(({ problem }) => problem);
    return [...problems, this.#rotation].filter((problem) => problem !== undefined);
  }

  get file(): string | undefined {
    return this.#file?.file.path;
  }

  setLevel(level: LogThreshold | null): void {
    this.setCategory(ROOT, level);
  }

  setCategory(category: string, level: LogThreshold | null): void {
    categoryParts(category);
    if (level === null) this.#levels.delete(category);
    else this.#levels.set(category, level);
    this.#applyLevels(true);
  }

  reopen(): void {
    this.#file?.file.reopen();
  }

  reconfigure(settings: Partial<LogSettings>): void {
    for (const category of Object.keys(settings.categories ?? {})) categoryParts(category);
    this.#settings = { ...this.#settings, ...settings };
    this.#applyLevels(true);
    this.#applyTargets();
  }

  [Symbol.dispose](): void {
    resetSync();
    this.#closeFile();
    this.#syslog?.[Symbol.dispose]();
    this.#journal?.[Symbol.dispose]();
    this.#syslog = this.#journal = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this[Symbol.dispose]();
    await Promise.all(this.#closing);
  }

  /** Tells LogTape which records are wanted. Categories within others have the sink of their own. */
  #applyLevels(reset: boolean): void {
    const { level, categories = {} } = this.#settings;
    const wanted = new Map([[ROOT, level], ...Object.entries(categories), ...this.#levels]);
    const loggers = [...wanted].map(([category, lowestLevel]) => ({
      category: categoryParts(category),
      lowestLevel,
      sinks: ["log"],
      parentSinks: "override" as const,
    }));
    configureSync({
      reset,
      sinks: { log: (record: LogRecord) => this.#record(record) },
      loggers: [
        ...loggers,
        { category: ["logtape", "meta"], lowestLevel: "warning", sinks: ["log"] },
      ],
    });
  }

  #applyTargets(): void {
    const { file = "", syslog = false, journal = "off" } = this.#settings;
    const { env = () => undefined, syslogSocket, journalSocket } = this.#options;
    const bounds = this.#bounds();
    if (file !== (this.#file?.file.path ?? "")) {
      this.#closeFile();
      this.#file = file === "" ? undefined : fileTarget(file, bounds, this.#parts);
    }
    this.#file?.file.configure(bounds);
    this.#syslog = switched(this.#syslog, syslog, () => {
      const { pid } = Deno;
      return syslogTarget({ socket: syslogSocket, hostname: hostname(), pid }, this.#parts);
    });
    this.#journal = switched(
      this.#journal,
      wantsJournal(journal, env),
      () => journalTarget({ socket: journalSocket, pid: Deno.pid }, this.#parts),
    );
  }

  /** Bounds that the settings leave out, or give as `undefined`, are the usual ones. */
  #bounds(): RotationBounds {
    const { rotateBytes, rotateSeconds, rotateCount, rotateTotalBytes, compress } = this.#settings;
    const usual = defaultBounds;
    return {
      rotateBytes: rotateBytes ?? usual.rotateBytes,
      rotateSeconds: rotateSeconds ?? usual.rotateSeconds,
      rotateCount: rotateCount ?? usual.rotateCount,
      rotateTotalBytes: rotateTotalBytes ?? usual.rotateTotalBytes,
      compress: compress ?? usual.compress,
    };
  }

  #record(record: LogRecord): void {
    const entry = readEntry(record, this.redact);
    this.#metrics?.recorded(entry.level);
    const main = [this.#file, this.#journal].filter((target) => target !== undefined);
    let arrived = false;
    for (const target of main) arrived = this.#deliver(target, entry) || arrived;
    if (this.#syslog !== undefined) this.#deliver(this.#syslog, entry);
    if (!arrived || this.#options.echo === true) this.#print(entry);
  }

  #deliver(target: LogTarget, entry: LogEntry): boolean {
    const arrived = target.write(entry);
    if (!arrived) this.#metrics?.failed(target.name);
    return arrived;
  }

  /** Standard error is the last resort: when it fails there is nobody left to tell. */
  #print(entry: LogEntry): void {
    try {
      this.#options.write(formatEntry(entry, this.#settings.format, this.#options.colour));
    } catch {
      // A full disk, or a terminal that has gone away.
    }
  }

  #announce({ text, target }: LogProblem): void {
    const more = target === "syslog" ? "" : "; lines go to standard error until it can be written";
    this.#print({
      timeMs: this.#parts.now(),
      level: "error",
      category: "llmspell.log",
      message: this.redact.text(`${text}${more}`),
      properties: {},
    });
  }

  #rotationFailed(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    const text = `Cannot rotate the log "${this.file}": ${reason}`;
    const before = this.#rotation;
    const sinceMs = before?.sinceMs ?? this.#parts.now();
    this.#rotation = { target: "rotation", text, lost: 0, sinceMs };
    // Not now: the file is locked by whoever found out, and this goes to the same file.
    if (before === undefined) queueMicrotask(() => this.logger.getChild("log").error(text));
  }

  #closeFile(): void {
    const file = this.#file?.file;
    this.#file = undefined;
    this.#rotation = undefined;
    if (file === undefined) return;
    file.reopen();
    const closing = file.settled().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }

  #targets(): LogTarget[] {
    return [this.#file, this.#syslog, this.#journal].filter((target) => target !== undefined);
  }
}

/** What a target is after it was wanted or not. */
function switched(
  target: LogTarget | undefined,
  wanted: boolean,
  open: () => LogTarget,
): LogTarget | undefined {
  if (wanted) return target ?? open();
  target?.[Symbol.dispose]();
  return undefined;
}

function categoryParts(category: string): string[] {
  const parts = category.split(".");
  if (parts[0] === ROOT && parts.every((part) => /^[\w-]+$/.test(part))) return parts;
  throw categoryUnknown(category);
}

function hostname(): string | undefined {
  try {
    return Deno.hostname();
  } catch {
    return undefined;
  }
}
