// SPDX-License-Identifier: Apache-2.0 OR MIT
// Takes from the interpreter's module the exports that only native extensions would look for. Each would become
// objects of JavaScript in every session: they take more memory than the rest of the interpreter's JavaScript.

import { keptFunctions } from "./kept_functions.ts";

const exportSection = 7;
const functionKind = 0;

function readLeb(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  for (let next = at, shift = 0;; shift += 7) {
    const byte = bytes[next++] ?? 0;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return { value, next };
  }
}

function leb(value: number): number[] {
  const low = value & 0x7f;
  return value < 0x80 ? [low] : [low | 0x80, ...leb(value >>> 7)];
}

/** The entries of an export section that are to stay, as they are written. */
function keptEntries(bytes: Uint8Array, start: number): Uint8Array[] {
  const kept: Uint8Array[] = [];
  const text = new TextDecoder();
  const count = readLeb(bytes, start);
  let at = count.next;
  for (let entry = 0; entry < count.value; entry++) {
    const first = at;
    const name = readLeb(bytes, at);
    const kindAt = name.next + name.value;
    at = readLeb(bytes, kindAt + 1).next;
    const isKept = bytes[kindAt] !== functionKind ||
      keptFunctions.has(text.decode(bytes.subarray(name.next, kindAt)));
    if (isKept) kept.push(bytes.subarray(first, at));
  }
  return kept;
}

/**
 * The interpreter's module without the functions that its JavaScript never calls among its exports.
 *
 * @throws {RangeError} when it exports nothing
 */
export function dropExports(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  for (let at = 8; at < bytes.length;) {
    const { value: size, next } = readLeb(bytes, at + 1);
    if (bytes[at] === exportSection) {
      const entries = keptEntries(bytes, next);
      const count = leb(entries.length);
      const length = entries.reduce((sum, entry) => sum + entry.length, count.length);
      return joined([
        bytes.subarray(0, at + 1),
        Uint8Array.from([...leb(length), ...count]),
        ...entries,
        bytes.subarray(next + size),
      ]);
    }
    at = next + size;
  }
  throw new RangeError("Cannot drop exports of a module that has none");
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
