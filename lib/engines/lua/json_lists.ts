// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lists of JSON that Lua cannot tell from objects: those that are empty and those with nulls. The registry remembers
// them by table, weakly, so that scripts see plain tables and cannot make up lists of their own.

import type { State } from "./exports.ts";
import { registryIndex, Type } from "./exports.ts";
import type { LuaRuntime } from "./runtime.ts";

/** Registry field of the table that remembers. */
const lists = "llmspell.json_lists";
/** Bits of the last position in the integer that is remembered; the length has those above. */
const lastBits = 32n;

/** Remembers that the table on top of the stack is the list `items`. */
export function rememberList(lua: LuaRuntime, L: State, items: readonly unknown[]): void {
  const { x } = lua;
  const last = items.findLastIndex((item) => item != null) + 1;
  if (x.lua_getfield(L, registryIndex, lua.name(lists)) === Type.nil) {
    lua.pop(L, 1);
    pushWeakTable(lua, L);
    x.lua_pushvalue(L, -1);
    x.lua_setfield(L, registryIndex, lua.name(lists));
  }
  x.lua_pushvalue(L, -2);
  x.lua_pushinteger(L, BigInt(items.length) << lastBits | BigInt(last));
  x.lua_rawset(L, -3);
  lua.pop(L, 1);
}

function pushWeakTable(lua: LuaRuntime, L: State): void {
  const { x } = lua;
  x.lua_createtable(L, 0, 0);
  x.lua_createtable(L, 0, 1);
  lua.pushString(L, "k");
  x.lua_setfield(L, -2, lua.name("__mode"));
  x.lua_setmetatable(L, -2);
}

/**
 * Length of the table at `index`, which was a list when it was made. Nulls at its end count until a script takes
 * elements off the end.
 *
 * @returns `undefined` when it was none, or a script gave it keys that no list has
 */
export function rememberedLength(lua: LuaRuntime, L: State, index: number): number | undefined {
  const list = recall(lua, L, index);
  if (list === undefined) return undefined;
  const { x } = lua;
  let last = 0;
  let added = 0;
  x.lua_pushnil(L);
  while (x.lua_next(L, index) !== 0) {
    lua.pop(L, 1);
    const key = x.lua_isinteger(L, -1) === 0 ? 0 : Number(x.lua_tointegerx(L, -1, 0));
    if (key < 1) {
      lua.pop(L, 1);
      return undefined;
    }
    last = Math.max(last, key);
    if (key > list.length) added++;
  }
  if (last < list.last) return last;
  // What was added lies side by side, else it is a list no more.
  return last > list.length + added ? undefined : Math.max(last, list.length);
}

/** What is remembered of the table at `index`. */
function recall(
  lua: LuaRuntime,
  L: State,
  index: number,
): { readonly length: number; readonly last: number } | undefined {
  const { x } = lua;
  if (x.lua_getfield(L, registryIndex, lua.name(lists)) === Type.nil) {
    lua.pop(L, 1);
    return undefined;
  }
  x.lua_pushvalue(L, index);
  const known = x.lua_rawget(L, -2) === Type.number;
  const packed = known ? x.lua_tointegerx(L, -1, 0) : 0n;
  lua.pop(L, 2);
  if (!known) return undefined;
  const last = packed & (1n << lastBits) - 1n;
  return { length: Number(packed >> lastBits), last: Number(last) };
}
