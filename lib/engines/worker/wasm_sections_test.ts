// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { editSections, leb, readLeb, wasmSection } from "./wasm_sections.ts";

/** A module with one memory of one page, exported as `m`. */
const module = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x05, 0x03, 0x01, 0x00, 0x01],
  ...[0x07, 0x05, 0x01, 0x01, 0x6d, 0x02, 0x00],
);

Deno.test("readLeb() reads what leb() writes, wherever it stands", () => {
  fc.assert(fc.property(fc.nat(2 ** 31 - 1), fc.uint8Array({ maxLength: 9 }), (value, before) => {
    const bytes = Uint8Array.of(...before, ...leb(value), 0xff);
    assert.deepEqual(readLeb(bytes, before.length), { value, next: bytes.length - 1 });
  }));
});

Deno.test("editSections() changes the sections meant and keeps the others", () => {
  const grown = editSections(module, {
    [wasmSection.memory]: (section) => [section.subarray(0, 2), Uint8Array.of(3)],
  });
  const { m } = new WebAssembly.Instance(new WebAssembly.Module(grown)).exports;
  assert.equal((m as WebAssembly.Memory).buffer.byteLength, 3 * 65_536);
});

Deno.test("editSections() says which section a module lacks", () => {
  assert.throws(
    () => editSections(module, { [wasmSection.code]: (section) => [section] }),
    { name: "RangeError", message: /no section 10/ },
  );
});
