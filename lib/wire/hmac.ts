// SPDX-License-Identifier: Apache-2.0 OR MIT

import { createHash, createHmac, hash, timingSafeEqual } from "node:crypto";
import { TextSlab } from "./text_slab.ts";

/** Bytes in a block of SHA-256; a longer key is hashed first. */
const BLOCK_BYTES = 64;

/** Bytes of a SHA-256 digest. */
const DIGEST_BYTES = 32;

/** Messages up to this size are hashed in one call over a copy, which is twice as fast as a stream. */
const ONE_CALL_BYTES = 16_384;

/**
 * Signs and verifies with HMAC-SHA256, in constant time with respect to the signature. An empty key means that
 * messages are not signed: signatures are empty and only empty ones verify.
 *
 * @see RFC 2104; Jupyter messaging 5.6, "The wire protocol"
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { Signer } from "./hmac.ts";
 *
 * const signer = new Signer(new TextEncoder().encode("key"));
 * const frames = [new TextEncoder().encode("The quick brown fox jumps over the lazy dog")];
 * const signature = signer.sign(frames);
 * assert.equal(
 *   new TextDecoder().decode(signature),
 *   "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8",
 * );
 * assert.ok(signer.verify(frames, signature));
 * ```
 */
export class Signer {
  /** False when the key is empty. */
  readonly enabled: boolean;
  readonly #key: Uint8Array;
  readonly #inner: Uint8Array<ArrayBuffer> = new Uint8Array(BLOCK_BYTES + ONE_CALL_BYTES);
  readonly #outer: Uint8Array<ArrayBuffer> = new Uint8Array(BLOCK_BYTES + DIGEST_BYTES);
  readonly #text: TextSlab = new TextSlab();

  /**
   * Derives the two padded keys.
   *
   * @param key shared secret of any length
   */
  constructor(key: Uint8Array) {
    this.enabled = key.length > 0;
    this.#key = key.slice();
    const block = new Uint8Array(BLOCK_BYTES);
    block.set(key.length > BLOCK_BYTES ? createHash("sha256").update(key).digest() : key);
    for (let at = 0; at < BLOCK_BYTES; at++) {
      this.#inner[at] = block[at]! ^ 0x36;
      this.#outer[at] = block[at]! ^ 0x5c;
    }
  }

  /**
   * Signs the concatenation of frames.
   *
   * @returns 64 lower-case hexadecimal digits as bytes; empty when the key is empty
   */
  sign(frames: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
    return this.#text.encode(this.enabled ? this.#hex(frames) : "");
  }

  /** True when `signature` is what `sign` makes of these frames. */
  verify(frames: readonly Uint8Array[], signature: Uint8Array): boolean {
    const expected = this.sign(frames);
    return expected.length === signature.length && timingSafeEqual(expected, signature);
  }

  #hex(frames: readonly Uint8Array[]): string {
    let end = BLOCK_BYTES;
    for (const frame of frames) end += frame.length;
    if (end > this.#inner.length) return this.#streamed(frames);
    let at = BLOCK_BYTES;
    for (const frame of frames) {
      this.#inner.set(frame, at);
      at += frame.length;
    }
    this.#outer.set(hash("sha256", this.#inner.subarray(0, end), "buffer"), BLOCK_BYTES);
    return hash("sha256", this.#outer, "hex");
  }

  #streamed(frames: readonly Uint8Array[]): string {
    const hmac = createHmac("sha256", this.#key);
    for (const frame of frames) hmac.update(frame);
    return hmac.digest("hex");
  }
}
