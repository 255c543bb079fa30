// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes the interpreter's module export what its binding leaves inside: the function table and the stack pointer.

import { editSections, leb, readLeb, wasmSection } from "../worker/mod.ts";

const wasmTable = 1;
const wasmGlobal = 3;

/** Names of the added exports; the module's own are of one or two letters. */
export const exportNames = { table: "table", stackPointer: "stackPointer" } as const;

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
  const added = Uint8Array.from([
    ...entry(exportNames.table, wasmTable),
    ...entry(exportNames.stackPointer, wasmGlobal),
  ]);
  return editSections(bytes, {
    [wasmSection.export](section) {
      const { value: count, next } = readLeb(section, 0);
      return [Uint8Array.from(leb(count + 2)), section.subarray(next), added];
    },
  });
}
