// SPDX-License-Identifier: Apache-2.0 OR MIT
// A Lua state for the tests of this folder, without a Worker.

import { Status } from "./exports.ts";
import { LuaRuntime } from "./runtime.ts";
import { patchLuaModule } from "./wasm_patch.ts";

const wasm = new URL("../../../node_modules/wasmoon/dist/glue.wasm", import.meta.url);

/** The Lua module as wasmoon ships it. */
export function readLuaModule(): Promise<Uint8Array<ArrayBuffer>> {
  return Deno.readFile(wasm);
}

/** A state with Lua's own libraries. */
export async function openRuntime(maxMemoryBytes = 64 * 1024 * 1024): Promise<LuaRuntime> {
  const module = await WebAssembly.compile(await patchLuaModule(await readLuaModule()));
  const lua = new LuaRuntime(module, maxMemoryBytes);
  lua.x.luaL_openlibs(lua.main);
  return lua;
}

/** Runs code and leaves what it returns on the main stack. @throws {Error} with Lua's message */
export function evaluate(lua: LuaRuntime, code: string): void {
  let status = lua.load(lua.main, new TextEncoder().encode(code), "=test");
  if (status === Status.ok) status = lua.x.lua_pcallk(lua.main, 0, -1, 0, 0, 0);
  if (status === Status.ok) return;
  const message = lua.toText(lua.main, -1);
  lua.pop(lua.main, 1);
  throw new Error(message);
}
