// SPDX-License-Identifier: Apache-2.0 OR MIT
// Requests out of the bytes of one connection, one after the other.

import { headersTooLarge, malformed, targetTooLong } from "./errors.ts";
import type { HttpLimits } from "./options.ts";
import { parseRequestHead, type RequestHead } from "./request_head.ts";

/** Bytes asked of the connection at once. */
const CHUNK_BYTES = 4096;

const [CR, LF] = [13, 10];

/** Reads up to as many bytes as fit; `null` at the end. */
export type Read = (into: Uint8Array) => Promise<number | null>;

/** Reads the requests of one connection. What a pipelining client sent too early is kept. */
export class RequestReader {
  readonly #read: Read;
  readonly #limits: HttpLimits;
  readonly #chunk: Uint8Array = new Uint8Array(CHUNK_BYTES);
  /** Received and not yet taken. */
  #bytes: Uint8Array = new Uint8Array(0);

  /** @param read asked for more when what is there does not do */
  constructor(read: Read, limits: HttpLimits) {
    this.#read = read;
    this.#limits = limits;
  }

  /** True when bytes of a further request are there. */
  get hasInput(): boolean {
    return this.#bytes.length > 0;
  }

  /** Waits until bytes of a request are there. @returns false when the client is done */
  async begins(): Promise<boolean> {
    for (;;) {
      while (this.#bytes[0] === CR && this.#bytes[1] === LF) this.#take(2);
      if (this.#bytes.length > 1 || (this.hasInput && this.#bytes[0] !== CR)) return true;
      if (!await this.#more()) return false;
    }
  }

  /**
   * Reads a request's head.
   *
   * @throws {RequestRefused} when it is too large, is cut off, or is no request
   */
  async head(): Promise<RequestHead> {
    const { maxHeaderBytes } = this.#limits;
    for (let from = 0;;) {
      const end = indexOfBlankLine(this.#bytes, from);
      if (end > maxHeaderBytes || (end < 0 && this.#bytes.length > maxHeaderBytes)) {
        throw this.#tooLarge(maxHeaderBytes);
      }
      if (end >= 0) {
        return parseRequestHead(latin1(this.#take(end + 4).subarray(0, end)), this.#limits);
      }
      from = Math.max(0, this.#bytes.length - 3);
      if (!await this.#more()) throw malformed("it ends within its header");
    }
  }

  /** Reads a body and forgets it. @throws {RequestRefused} when it is cut off */
  async skip(bytes: number): Promise<void> {
    for (let left = bytes;;) {
      left -= this.#take(Math.min(left, this.#bytes.length)).length;
      if (left === 0) return;
      if (!await this.#more()) throw malformed("it ends within its body");
    }
  }

  #tooLarge(maxBytes: number): Error {
    const line = this.#bytes.indexOf(LF);
    return line < 0 || line > maxBytes
      ? targetTooLong(maxBytes)
      : headersTooLarge(`${maxBytes} bytes`);
  }

  async #more(): Promise<boolean> {
    const count = await this.#read(this.#chunk);
    if (count === null) return false;
    const bytes = new Uint8Array(this.#bytes.length + count);
    bytes.set(this.#bytes);
    bytes.set(this.#chunk.subarray(0, count), this.#bytes.length);
    this.#bytes = bytes;
    return true;
  }

  #take(count: number): Uint8Array {
    const taken = this.#bytes.subarray(0, count);
    this.#bytes = this.#bytes.subarray(count);
    return taken;
  }
}

/** Where the line ends after which an empty one follows; -1 when that is not there yet. */
function indexOfBlankLine(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(CR, from); at >= 0; at = bytes.indexOf(CR, at + 1)) {
    if (bytes[at + 1] === LF && bytes[at + 2] === CR && bytes[at + 3] === LF) return at;
  }
  return -1;
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
