// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes the interpreter's module export what its binding leaves inside: the function table and the stack pointer.

const exportSection = 7;
const wasmTable = 1;
const wasmGlobal = 3;

/** Names of the added exports; the module's own are of one or two letters. */
export const exportNames = { table: "table", stackPointer: "stackPointer" } as const;

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

/** An entry of the export section: the first of its kind. */
function entry(name: string, kind: number): number[] {
  return [name.length, ...new TextEncoder().encode(name), kind, 0];
}

/**
 * The module with its first table and its first global among its exports.
 *
 * @param bytes a module of WebAssembly with an export section
 * @throws {RangeError} when it has none
 */
export function exportInternals(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  for (let at = 8; at < bytes.length;) {
    const { value: size, next } = readLeb(bytes, at + 1);
    if (bytes[at] !== exportSection) {
      at = next + size;
      continue;
    }
    const count = readLeb(bytes, next);
    const added = [
      ...entry(exportNames.table, wasmTable),
      ...entry(exportNames.stackPointer, wasmGlobal),
    ];
    const head = leb(count.value + 2);
    const kept = bytes.subarray(count.next, next + size);
    const length = leb(head.length + kept.length + added.length);
    return Uint8Array.from([
      ...bytes.subarray(0, at + 1),
      ...length,
      ...head,
      ...kept,
      ...added,
      ...bytes.subarray(next + size),
    ]);
  }
  throw new RangeError("Cannot export the table of a module that exports nothing");
}
