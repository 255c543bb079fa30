// SPDX-License-Identifier: Apache-2.0 OR MIT

/**
 * Remembers the latest digests in a fixed amount of memory, to tell a replayed message. Two generations of
 * `capacity` digests each: when the younger is full the older is forgotten, so that at least the latest
 * `capacity` and at most twice as many are known. 64 bits of each digest are kept; record only verified ones,
 * so that nobody without the key can choose them.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { DigestHistory } from "./digest_history.ts";
 *
 * const history = new DigestHistory(1024);
 * const digest = new TextEncoder().encode("f7bc83f430538424b13298e6aa6fb143");
 * assert.equal(history.add(digest), true);
 * assert.equal(history.add(digest), false);
 * ```
 */
export class DigestHistory {
  readonly #capacity: number;
  readonly #mask: number;
  #young: BigUint64Array;
  #old: BigUint64Array;
  #count = 0;

  /**
   * Takes all its memory at once.
   *
   * @param capacity digests that are surely remembered, at least 1
   * @throws {RangeError} when `capacity` is not a positive integer
   */
  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(`Cannot remember digests: capacity is ${capacity}`);
    }
    const slots = 2 ** Math.ceil(Math.log2(capacity * 2));
    this.#capacity = capacity;
    this.#mask = slots - 1;
    this.#young = new BigUint64Array(slots);
    this.#old = new BigUint64Array(slots);
  }

  /**
   * Records a digest.
   *
   * @param hex at least 16 hexadecimal digits as bytes; the first 16 are looked at
   * @returns false when it is remembered already
   */
  add(hex: Uint8Array): boolean {
    const high = word(hex, 0);
    const low = word(hex, 8);
    const key = (BigInt(high) << 32n) | BigInt(low) || 1n;
    if (this.#slot(this.#old, low, key) < 0) return false;
    const slot = this.#slot(this.#young, low, key);
    if (slot < 0) return false;
    this.#young[slot] = key;
    if (++this.#count === this.#capacity) this.#turn();
    return true;
  }

  /** First free slot for the key, or -1 when the key is there. */
  #slot(table: BigUint64Array, start: number, key: bigint): number {
    for (let at = start & this.#mask;; at = (at + 1) & this.#mask) {
      if (table[at] === 0n) return at;
      if (table[at] === key) return -1;
    }
  }

  #turn(): void {
    const freed = this.#old.fill(0n);
    this.#old = this.#young;
    this.#young = freed;
    this.#count = 0;
  }
}

/** Reads 8 hexadecimal digits. */
function word(hex: Uint8Array, from: number): number {
  let value = 0;
  for (let at = from; at < from + 8; at++) {
    const code = hex[at] ?? 0;
    value = (value << 4) | (code <= 57 ? code - 48 : (code | 32) - 87);
  }
  return value >>> 0;
}
