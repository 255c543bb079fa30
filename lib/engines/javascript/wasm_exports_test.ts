// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { readModule } from "./testing.ts";
import { exportInternals } from "./wasm_exports.ts";

Deno.test("exportInternals() adds the table and the stack pointer to the exports of the interpreter", async () => {
  const before = await readModule();
  const [a, b] = [
    await WebAssembly.compile(before),
    await WebAssembly.compile(exportInternals(before)),
  ];
  assert.deepEqual(WebAssembly.Module.imports(b), WebAssembly.Module.imports(a));
  const added = WebAssembly.Module.exports(b).slice(WebAssembly.Module.exports(a).length);
  assert.deepEqual(added.map(({ name, kind }) => [name, kind]), [
    ["table", "table"],
    ["stackPointer", "global"],
  ]);
});

Deno.test("exportInternals() refuses a module that exports nothing", () => {
  const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  assert.throws(() => exportInternals(empty), RangeError);
});
