// SPDX-License-Identifier: Apache-2.0 OR MIT
// A kernel's log read back across its rotated and compressed files, and followed while it grows.

import { dirname } from "node:path";
import { type LogEntry, logLevels, type LogThreshold } from "../../lib/observe/mod.ts";
import { logMissing, logUnreadable } from "./log_errors.ts";
import { openLaterFiles, type OpenLogFile, openLogFiles, sameFile } from "./log_files.ts";
import {
  entriesOf,
  readEntries,
  readEntriesBackward,
  readNewLines,
  wholeLines,
} from "./log_lines.ts";

/** What is read of a log. */
export interface ReadLogsOptions {
  /** Path of the file in use. */
  readonly path: string;
  /** Least severity. */
  readonly level?: LogThreshold | undefined;
  /** Milliseconds since the epoch; older entries are left out. */
  readonly sinceMs?: number | undefined;
  /** Only so many of the latest entries that fit. */
  readonly lines?: number | undefined;
  /** Goes on with what is written from now on, until the signal aborts. */
  readonly follow?: boolean;
  /** Ends following. */
  readonly signal?: AbortSignal;
}

/**
 * Reads a log, the oldest entry first.
 *
 * @throws {KernelError} `log.missing` unless it follows, `log.unreadable`
 */
export async function* readLogs(options: ReadLogsOptions): AsyncGenerator<LogEntry> {
  const { path, follow = false, signal } = options;
  // Watched before it is read, so that nothing falls between the two.
  using watcher = follow ? watchFolder(path) : undefined;
  const close = (): void => watcher?.[Symbol.dispose]();
  signal?.addEventListener("abort", close, { once: true });
  const files = openLogFiles(path);
  using held = new DisposableStack();
  for (const file of files) held.use(file);
  if (files.length === 0 && !follow) throw logMissing(path);
  const current = files.at(-1);
  const end = current && follow ? wholeLines(current.file, 0, current.info.size) : undefined;
  yield* options.lines === undefined
    ? readAll(files, options, end)
    : (await readLatest(files, options, options.lines, end));
  if (watcher === undefined || signal?.aborted) return;
  // Those deleted meanwhile would take up space until following ends.
  for (const file of files) if (file !== current) file[Symbol.dispose]();
  using tail = new Tail(path, current, end ?? 0);
  for await (const entry of tail.entries(watcher)) if (fits(entry, options)) yield entry;
}

function watchFolder(path: string): Deno.FsWatcher {
  try {
    return Deno.watchFs(dirname(path), { recursive: false });
  } catch (error) {
    throw error instanceof Deno.errors.NotFound ? logMissing(path) : logUnreadable(path, error);
  }
}

/** Every entry that fits. Files last written before the time asked for are not even read. */
async function* readAll(
  files: readonly OpenLogFile[],
  options: ReadLogsOptions,
  end: number | undefined,
): AsyncGenerator<LogEntry> {
  for (const file of files) {
    if (isTooOld(file, options)) continue;
    for await (const entry of readEntries(file, endOf(file, files, end))) {
      if (fits(entry, options)) yield entry;
    }
  }
}

/** The latest entries that fit, from the end of the log as far back as it takes. */
async function readLatest(
  files: readonly OpenLogFile[],
  options: ReadLogsOptions,
  count: number,
  end: number | undefined,
): Promise<LogEntry[]> {
  const found: LogEntry[] = [];
  for (const file of files.toReversed()) {
    if (found.length >= count || isTooOld(file, options)) break;
    const wanted = count - found.length;
    const latest = file.gzip
      ? await lastOf(readEntries(file, file.info.size), wanted, options)
      : firstOf(readEntriesBackward(file, endOf(file, files, end)), wanted, options);
    found.push(...latest);
  }
  return found.reverse();
}

/** The first entries of a sequence that fit. Stops where the sequence, which goes back in time, is too old. */
function firstOf(
  entries: Iterable<LogEntry>,
  count: number,
  options: ReadLogsOptions,
): LogEntry[] {
  const found: LogEntry[] = [];
  for (const entry of entries) {
    if (found.length >= count || entry.timeMs < (options.sinceMs ?? -Infinity)) break;
    if (fits(entry, options)) found.push(entry);
  }
  return found;
}

/** The last entries of a sequence that fit, the last one first. */
async function lastOf(
  entries: AsyncIterable<LogEntry>,
  count: number,
  options: ReadLogsOptions,
): Promise<LogEntry[]> {
  let found: LogEntry[] = [];
  for await (const entry of entries) {
    if (!fits(entry, options)) continue;
    found.push(entry);
    if (found.length >= 2 * count + 1000) found = found.slice(-count);
  }
  return found.slice(-count).reverse();
}

/** Entries without a time were written by no logger: a crash of the runtime, say. They have no level either. */
function fits(entry: LogEntry, { level, sinceMs }: ReadLogsOptions): boolean {
  if (Number.isNaN(entry.timeMs)) return sinceMs === undefined;
  if (sinceMs !== undefined && entry.timeMs < sinceMs) return false;
  return level === undefined || logLevels.indexOf(entry.level) >= logLevels.indexOf(level);
}

function isTooOld({ info }: OpenLogFile, { sinceMs }: ReadLogsOptions): boolean {
  // The file's time is not finer than a millisecond here, nor later than the entry's.
  return sinceMs !== undefined && info.mtime !== null && info.mtime.getTime() + 1000 < sinceMs;
}

/** Where reading ends in a file: in the one in use where following goes on. */
function endOf(
  file: OpenLogFile,
  files: readonly OpenLogFile[],
  end: number | undefined,
): number {
  return file === files.at(-1) && end !== undefined ? end : file.info.size;
}

/** The place in the log up to which it was read. */
class Tail implements Disposable {
  readonly #path: string;
  #file: OpenLogFile | undefined;
  #offset: number;

  constructor(path: string, file: OpenLogFile | undefined, offset: number) {
    this.#path = path;
    this.#file = file;
    this.#offset = offset;
  }

  /** Entries as they are written. Anything that happens in the folder is a reason to look. */
  async *entries(watcher: Deno.FsWatcher): AsyncGenerator<LogEntry> {
    yield* this.#advance();
    for await (const _event of watcher) yield* this.#advance();
  }

  [Symbol.dispose](): void {
    this.#file?.[Symbol.dispose]();
  }

  async *#advance(): AsyncGenerator<LogEntry> {
    yield* this.#readOn();
    const info = statIfThere(this.#path);
    if (info === undefined) return;
    if (this.#file !== undefined && sameFile(info, this.#file.info)) return;
    yield* this.#readOn(); // What was written before the file was renamed.
    for (const file of openLaterFiles(this.#path, this.#file)) {
      using _read = this.#file;
      this.#file = file;
      this.#offset = file.info.size;
      if (file.gzip) yield* readEntries(file, file.info.size);
      else {
        this.#offset = 0;
        yield* this.#readOn();
      }
    }
  }

  /** A record is written at once, so what is there by now makes whole entries. */
  *#readOn(): Generator<LogEntry> {
    if (this.#file === undefined) return;
    // Truncated, by logrotate with copytruncate.
    if (this.#file.file.statSync().size < this.#offset) this.#offset = 0;
    const [lines, offset] = readNewLines(this.#file.file, this.#offset);
    this.#offset = offset;
    yield* entriesOf(lines);
  }
}

function statIfThere(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
