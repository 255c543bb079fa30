// SPDX-License-Identifier: Apache-2.0 OR MIT
// The lines of a log file, and the entries they make.

import { continuationText, type LogEntry, parseLogLine } from "../../lib/observe/mod.ts";
import { logUnreadable } from "./log_errors.ts";
import type { OpenLogFile } from "./log_files.ts";

const CHUNK_BYTES = 65_536;
const NEWLINE = 10;

/**
 * Groups lines into entries: a line that begins none continues the one before it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const head = "1970-01-01T00:00:00.000Z ERROR   llmspell: Cannot";
 * const entries = [...entriesOf([head, "    at x", head])];
 * assert.deepEqual(entries.map(({ message }) => message), ["Cannot\nat x", "Cannot"]);
 * ```
 */
export function* entriesOf(lines: Iterable<string>): Generator<LogEntry> {
  const pending = new Grouping();
  for (const line of lines) yield* pending.add(line);
  yield* pending.end();
}

/** The entries of a file, the first one first. */
export async function* readEntries(file: OpenLogFile, end: number): AsyncGenerator<LogEntry> {
  const pending = new Grouping();
  for await (const line of file.gzip ? gzipLines(file) : linesForward(file.file, end)) {
    yield* pending.add(line);
  }
  yield* pending.end();
}

/** The entries of a file that is not compressed, the last one first. */
export function* readEntriesBackward(file: OpenLogFile, end: number): Generator<LogEntry> {
  let behind: string[] = [];
  for (const line of linesBackward(file.file, end)) {
    behind.push(line);
    if (parseLogLine(line) === undefined) continue;
    yield* entriesOf(behind.reverse());
    behind = [];
  }
  yield* entriesOf(behind.reverse());
}

/**
 * Reads the whole lines from an offset to the end of the file.
 *
 * @returns the lines, and the offset behind the last of them
 */
export function readNewLines(file: Deno.FsFile, from: number): [lines: string[], offset: number] {
  const end = wholeLines(file, from, file.statSync().size);
  return [[...linesForward(file, end, from)], end];
}

/** Lines from an offset up to `end`; the last one need not have a newline. */
function* linesForward(
  file: Deno.FsFile,
  end: number,
  from = 0,
): Generator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for (let at = from; at < end;) {
    const bytes = readAt(file, at, Math.min(CHUNK_BYTES, end - at));
    if (bytes.length === 0) break;
    at += bytes.length;
    const parts = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
  if (rest !== "") yield rest;
}

/** Lines up to `end`, the last one first. */
function* linesBackward(file: Deno.FsFile, end: number): Generator<string> {
  const decoder = new TextDecoder();
  let rest = new Uint8Array();
  let first = true;
  for (let at = end; at > 0;) {
    const length = Math.min(CHUNK_BYTES, at);
    at -= length;
    const bytes = joined(readAt(file, at, length), rest);
    let stop = bytes.length;
    for (let i = bytes.lastIndexOf(NEWLINE); i >= 0; i = bytes.lastIndexOf(NEWLINE, i - 1)) {
      // What stands behind the last newline of all is no line when it is empty.
      if (!first || i + 1 < stop) yield decoder.decode(bytes.subarray(i + 1, stop));
      first = false;
      stop = i;
      if (i === 0) break;
    }
    rest = bytes.slice(0, stop);
  }
  if (end > 0) yield decoder.decode(rest);
}

/** Offset behind the last newline before `end`; 0 when there is none. */
export function wholeLines(file: Deno.FsFile, from: number, end: number): number {
  for (let at = end; at > from;) {
    const length = Math.min(CHUNK_BYTES, at - from);
    at -= length;
    const found = readAt(file, at, length).lastIndexOf(NEWLINE);
    if (found >= 0) return at + found + 1;
  }
  return from;
}

async function* gzipLines(file: OpenLogFile): AsyncGenerator<string> {
  let rest = "";
  try {
    const text = chunks(file.file).pipeThrough(new DecompressionStream("gzip"))
      .pipeThrough(new TextDecoderStream());
    for await (const part of text) {
      const parts = (rest + part).split("\n");
      rest = parts.pop() ?? "";
      yield* parts;
    }
  } catch (error) {
    throw logUnreadable(file.path, error);
  }
  if (rest !== "") yield rest;
}

function chunks(file: Deno.FsFile): ReadableStream<BufferSource> {
  return new ReadableStream({
    pull(controller) {
      const buffer = new Uint8Array(CHUNK_BYTES);
      const count = file.readSync(buffer);
      if (count === null) controller.close();
      else controller.enqueue(buffer.subarray(0, count));
    },
  });
}

function readAt(file: Deno.FsFile, at: number, length: number): Uint8Array<ArrayBuffer> {
  file.seekSync(at, Deno.SeekMode.Start);
  const buffer = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const count = file.readSync(buffer.subarray(filled));
    if (count === null) break;
    filled += count;
  }
  return buffer.subarray(0, filled);
}

function joined(
  a: Uint8Array<ArrayBuffer>,
  b: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Collects the lines of one entry. */
class Grouping {
  #head: LogEntry | undefined;
  #more: string[] = [];

  /** Takes a line; gives the entry before it when the line begins one. */
  *add(line: string): Generator<LogEntry> {
    const head = parseLogLine(line);
    if (head === undefined) {
      this.#more.push(line);
      return;
    }
    yield* this.end();
    this.#head = head;
  }

  /** The last entry. Lines before the first one are an entry without time. */
  *end(): Generator<LogEntry> {
    const [head, more] = [this.#head, this.#more.map(continuationText)];
    this.#head = undefined;
    this.#more = [];
    if (head !== undefined) {
      yield more.length === 0 ? head : { ...head, message: [head.message, ...more].join("\n") };
    } else if (more.length > 0) {
      yield { timeMs: NaN, level: "info", category: "", message: more.join("\n"), properties: {} };
    }
  }
}
