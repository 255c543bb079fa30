// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads and writes the outer form of a WebAssembly module, for engines that change an interpreter before it is compiled.

/** Numbers of sections. @see WebAssembly Core Specification 2.0, 5.5.2 */
export const wasmSection = { memory: 5, export: 7, code: 10 } as const;

/** Magic number and version. */
const headBytes = 8;

/** An unsigned number in LEB128 at an offset, and the offset behind it. */
export function readLeb(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  for (let next = at, shift = 0;; shift += 7) {
    const byte = bytes[next++] ?? 0;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return { value, next };
  }
}

/**
 * An unsigned number in LEB128.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(leb(300), [0xac, 0x02]);
 * assert.deepEqual(readLeb(Uint8Array.from(leb(300)), 0), { value: 300, next: 2 });
 * ```
 */
export function leb(value: number): number[] {
  const low = value & 0x7f;
  return value < 0x80 ? [low] : [low | 0x80, ...leb(value >>> 7)];
}

/** The parts, one behind the other. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Gives what a section is to hold instead, in parts; what it gets is the module's own memory. */
export type SectionEdit = (section: Uint8Array) => readonly Uint8Array[];

/**
 * A module with some of its sections changed.
 *
 * @param edits by the number of the section
 * @throws {RangeError} when the module has none of that number
 */
export function editSections(
  bytes: Uint8Array,
  edits: Readonly<Record<number, SectionEdit>>,
): Uint8Array<ArrayBuffer> {
  const missing = new Set(Object.keys(edits).map(Number));
  const parts: Uint8Array[] = [bytes.subarray(0, headBytes)];
  for (let at = headBytes; at < bytes.length;) {
    const id = bytes[at] ?? 0;
    const { value: size, next } = readLeb(bytes, at + 1);
    const section = bytes.subarray(next, next + size);
    const content = edits[id]?.(section) ?? [section];
    const length = content.reduce((sum, part) => sum + part.length, 0);
    parts.push(Uint8Array.from([id, ...leb(length)]), ...content);
    missing.delete(id);
    at = next + size;
  }
  if (missing.size === 0) return joinBytes(parts);
  throw new RangeError(`Cannot edit the module: it has no section ${[...missing].join(", ")}`);
}
