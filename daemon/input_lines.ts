// SPDX-License-Identifier: Apache-2.0 OR MIT
// Standard input, line by line, for scripts that read it.

import { KernelError } from "../lib/errors.ts";

/** There is nothing more to read. */
export function inputEnded(): KernelError {
  return new KernelError(
    "input.eof",
    "Cannot read input: standard input has ended",
    "pipe the input in, or run the script in a terminal",
  );
}

/** Enter in its two spellings, and Ctrl-D. */
const lineEnds = ["\r", "\n", "\x04"];

/** Lines of a stream of bytes. The stream is opened at the first read. */
export class InputLines implements AsyncDisposable {
  readonly #open: () => ReadableStream<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #text = "";
  #ended = false;

  /** @param open gives the stream */
  constructor(open: () => ReadableStream<Uint8Array>) {
    this.#open = open;
  }

  /**
   * The next line without its end; the last one need not have any.
   *
   * @param signal aborts the wait; what was read by then is kept
   * @throws {KernelError} `input.eof` when nothing is left
   */
  async next(signal: AbortSignal): Promise<string> {
    this.#reader ??= this.#open().getReader();
    for (;;) {
      const end = this.#text.indexOf("\n");
      if (end >= 0) return this.#take(end, end + 1).replace(/\r$/, "");
      if (this.#ended && this.#text === "") throw inputEnded();
      if (this.#ended) return this.#take(this.#text.length, this.#text.length);
      await this.#more(this.#reader, signal);
    }
  }

  /** All that is left, empty when that is nothing. */
  async rest(signal: AbortSignal): Promise<string> {
    this.#reader ??= this.#open().getReader();
    while (!this.#ended) await this.#more(this.#reader, signal);
    return this.#take(this.#text.length, this.#text.length);
  }

  /**
   * The next line as typed on a terminal that hands on every key: Enter or Ctrl-D ends it, Backspace takes back.
   *
   * @throws {KernelError} `input.eof` when nothing is left
   */
  async nextTyped(signal: AbortSignal): Promise<string> {
    this.#reader ??= this.#open().getReader();
    for (;;) {
      const end = this.#text.split("").findIndex((key) => lineEnds.includes(key));
      if (end >= 0) return withoutErased(this.#take(end, end + 1));
      if (this.#ended) throw inputEnded();
      await this.#more(this.#reader, signal);
    }
  }

  /** Gives up the stream. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reader?.cancel();
  }

  #take(end: number, next: number): string {
    const line = this.#text.slice(0, end);
    this.#text = this.#text.slice(next);
    return line;
  }

  #pending: Promise<ReadableStreamReadResult<Uint8Array>> | undefined;

  /** Waits for bytes or for the signal; a read that the signal outran serves the next call. */
  async #more(
    reader: ReadableStreamDefaultReader<Uint8Array>,
    signal: AbortSignal,
  ): Promise<void> {
    signal.throwIfAborted();
    const aborted = Promise.withResolvers<never>();
    const abort = () => aborted.reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    try {
      this.#pending ??= reader.read();
      const { done, value } = await Promise.race([this.#pending, aborted.promise]);
      this.#pending = undefined;
      this.#ended = done;
      this.#text += done ? this.#decoder.decode() : this.#decoder.decode(value, { stream: true });
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }
}

/** The characters that are left after each Backspace took one back. */
function withoutErased(text: string): string {
  const kept: string[] = [];
  for (const character of text) {
    if (character === "\x7f" || character === "\b") kept.pop();
    else kept.push(character);
  }
  return kept.join("");
}
