// SPDX-License-Identifier: Apache-2.0 OR MIT

import { soon } from "./await.ts";

/** The lines of a stream, read as they come. Disposal stops reading. */
export class Lines implements AsyncDisposable {
  /** Every line so far. */
  readonly all: string[] = [];
  readonly #reader: ReadableStreamDefaultReader<string>;
  readonly #reading: Promise<void>;
  #arrived = Promise.withResolvers<void>();
  #ended = false;
  #seen = 0;

  /** Begins to read at once. */
  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#reader = stream.pipeThrough(new TextDecoderStream()).getReader();
    this.#reading = this.#read();
  }

  /** Resolves with every line when the stream has ended. */
  async end(): Promise<readonly string[]> {
    await soon("end of the output", this.#reading);
    return this.all;
  }

  /**
   * The next line that matches, after the one that was returned last.
   *
   * @throws {Error} with all lines when the stream ends before
   */
  next(pattern: RegExp): Promise<string> {
    return soon(`line ${pattern}`, this.#next(pattern));
  }

  async #next(pattern: RegExp): Promise<string> {
    for (;;) {
      const arrived = this.#arrived.promise;
      while (this.#seen < this.all.length) {
        const line = this.all[this.#seen++]!;
        if (pattern.test(line)) return line;
      }
      if (this.#ended) throw new Error(`Cannot find ${pattern} in: ${this.all.join("\n")}`);
      await arrived;
    }
  }

  /** Stops reading. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reader.cancel();
    await this.#reading;
  }

  async #read(): Promise<void> {
    let rest = "";
    for (;;) {
      const { done, value } = await this.#reader.read().catch(() => ({ done: true, value: "" }));
      const parts = (rest + (value ?? "")).split("\n");
      rest = parts.pop()!;
      this.all.push(...parts);
      if (done) {
        if (rest !== "") this.all.push(rest);
        this.#ended = true;
      }
      this.#arrived.resolve();
      this.#arrived = Promise.withResolvers<void>();
      if (done) return;
    }
  }
}
