// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { cutElf, elfSize } from "./elf.ts";

/** A file of the shape that linkers write: header, content, section header table. */
function elf(content: number, entries: number): Uint8Array {
  const entrySize = 64;
  const file = new Uint8Array(64 + content + entrySize * entries);
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  const view = new DataView(file.buffer);
  view.setBigUint64(0x28, BigInt(64 + content), true);
  view.setUint16(0x3a, entrySize, true);
  view.setUint16(0x3c, entries, true);
  return file;
}

Deno.test("cutElf() gives back the file when anything was appended to it", () => {
  const sizes = fc.tuple(fc.nat(500), fc.integer({ min: 1, max: 9 }), fc.uint8Array());
  fc.assert(fc.property(sizes, ([content, entries, appended]) => {
    const file = elf(content, entries);
    const grown = new Uint8Array([...file, ...appended]);
    assert.deepEqual(cutElf(grown), file);
  }));
});

Deno.test("cutElf() refuses a file that ends too early", () => {
  assert.throws(() => cutElf(elf(100, 3).subarray(0, 200)), /should have 356 bytes and has 200/);
});

Deno.test("elfSize() refuses what is no 64-bit little-endian ELF file", () => {
  assert.throws(() => elfSize(new Uint8Array(64)), SyntaxError);
  assert.throws(() => elfSize(new Uint8Array(3)), SyntaxError);
  assert.throws(() => elfSize(elf(10, 0)), /no section header table/);
});
