// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { createWasmFunction } from "./wasm_function.ts";

Deno.test("createWasmFunction() gives what a function table takes", () => {
  const table = new WebAssembly.Table({ element: "anyfunc", initial: 1 });
  const seen: unknown[] = [];
  const added = createWasmFunction<number | bigint>("jiji", (a, b, c) => {
    seen.push(a, b, c);
    return 1n << 40n;
  });
  table.set(0, added);
  assert.equal(table.get(0)?.(1, 2n, 3), 1n << 40n);
  assert.deepEqual(seen, [1, 2n, 3]);
  assert.equal(createWasmFunction("v", () => {})(), undefined);
});

Deno.test("createWasmFunction() refuses a letter that names no type", () => {
  assert.throws(() => createWasmFunction("vx", () => {}), /"x" is no type/);
});
