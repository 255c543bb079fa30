// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Bytes allocated at once. */
const SLAB_BYTES = 65_536;

/** Longer texts get memory of their own, so that a short one never keeps much of others alive. */
const LONGEST_CHARS = 2_048;

/** UTF-8 needs at most this many bytes for a UTF-16 code unit. */
const BYTES_PER_CHAR = 3;

/**
 * Encodes many short texts as UTF-8 into few allocations. Memory is never used twice: it is freed when all texts
 * that share it are forgotten.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { TextSlab } from "./text_slab.ts";
 *
 * const slab = new TextSlab();
 * const [first, second] = [slab.encode("{}"), slab.encode("é")];
 * assert.deepEqual([...first, ...second], [0x7b, 0x7d, 0xc3, 0xa9]);
 * assert.equal(first.buffer, second.buffer);
 * ```
 */
export class TextSlab {
  readonly #text: TextEncoder = new TextEncoder();
  #slab: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #at = 0;

  /** Encodes a text; lone surrogates become U+FFFD. @returns a view of shared memory */
  encode(text: string): Uint8Array<ArrayBuffer> {
    if (text.length > LONGEST_CHARS) return this.#text.encode(text);
    if (this.#at + text.length * BYTES_PER_CHAR > this.#slab.length) {
      this.#slab = new Uint8Array(SLAB_BYTES);
      this.#at = 0;
    }
    const start = this.#at;
    this.#at += this.#text.encodeInto(text, this.#slab.subarray(start)).written;
    return this.#slab.subarray(start, this.#at);
  }
}
