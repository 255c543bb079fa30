// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { readLuaModule } from "./testing.ts";
import { patchLuaModule } from "./wasm_patch.ts";

Deno.test("patchLuaModule() gives a valid module with the same imports and exports", async () => {
  const before = await readLuaModule();
  const after = await patchLuaModule(before);
  assert(WebAssembly.validate(after));
  const [a, b] = [await WebAssembly.compile(before), await WebAssembly.compile(after)];
  assert.deepEqual(WebAssembly.Module.imports(b), WebAssembly.Module.imports(a));
  assert.deepEqual(WebAssembly.Module.exports(b), WebAssembly.Module.exports(a));
});

Deno.test("patchLuaModule() refuses a module it does not know", async () => {
  const changed = await readLuaModule();
  changed[changed.length - 1] = 1 + (changed.at(-1) ?? 0);
  await assert.rejects(patchLuaModule(changed), /unknown build/);
});
