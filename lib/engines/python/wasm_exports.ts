// SPDX-License-Identifier: Apache-2.0 OR MIT
// Takes from the interpreter's module the exports that only native extensions would look for. Each would become
// objects of JavaScript in every session: they take more memory than the rest of the interpreter's JavaScript.

import { editSections, leb, readLeb, wasmSection } from "../worker/mod.ts";
import { keptFunctions } from "./kept_functions.ts";

const functionKind = 0;

/** The entries of an export section that are to stay, as they are written. */
function keptEntries(bytes: Uint8Array): Uint8Array[] {
  const kept: Uint8Array[] = [];
  const text = new TextDecoder();
  const count = readLeb(bytes, 0);
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
  return editSections(bytes, {
    [wasmSection.export](section) {
      const entries = keptEntries(section);
      return [Uint8Array.from(leb(entries.length)), ...entries];
    },
  });
}
