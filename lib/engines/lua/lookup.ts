// SPDX-License-Identifier: Apache-2.0 OR MIT
// Looks into live values by name without running any of the script's code.

import type { DebugInfo } from "./debug_info.ts";
import { readDebugInfo } from "./debug_info.ts";
import type { State } from "./exports.ts";
import { globalsKey, registryIndex, Type } from "./exports.ts";
import type { LuaRuntime } from "./runtime.ts";

const maxChain = 20;
const maxNames = 5_000;

/** Pushes the table that the metatable of the value on top has as `__index`. @returns false when there is none */
function pushIndexTable(lua: LuaRuntime, L: State): boolean {
  if (lua.x.lua_getmetatable(L, -1) === 0) return false;
  const type = lua.rawField(L, -1, "__index");
  lua.remove(L, -2);
  if (type === Type.table) return true;
  lua.pop(L, 1);
  return false;
}

/** Replaces the value on top by its field, inherited ones too. @returns the type of the field */
function stepInto(lua: LuaRuntime, L: State, key: string | number): number {
  const { x } = lua;
  for (let hops = 0; hops < maxChain; hops++) {
    if (x.lua_type(L, -1) === Type.table) {
      if (typeof key === "string") lua.rawField(L, -1, key);
      else x.lua_rawgeti(L, -1, BigInt(key));
      if (x.lua_type(L, -1) !== Type.nil) {
        lua.remove(L, -2);
        return x.lua_type(L, -1);
      }
      lua.pop(L, 1);
    }
    if (!pushIndexTable(lua, L)) break;
    lua.remove(L, -2);
  }
  lua.pop(L, 1);
  x.lua_pushnil(L);
  return Type.nil;
}

/** Pushes the value a dotted path leads to from the globals. @returns its type */
export function pushPath(lua: LuaRuntime, L: State, path: readonly (string | number)[]): number {
  let type: number = Type.table;
  lua.x.lua_rawgeti(L, registryIndex, globalsKey);
  for (const key of path) {
    type = stepInto(lua, L, key);
    if (type === Type.nil) break;
  }
  return type;
}

/** Calls `visit` for each string key of the value on top, its own and the inherited; the field is on top then. */
export function eachField(
  lua: LuaRuntime,
  L: State,
  visit: (name: string, type: number) => void,
): void {
  const { x } = lua;
  const seen = new Set<string>();
  x.lua_pushvalue(L, -1);
  for (let hops = 0; hops < maxChain; hops++) {
    if (x.lua_type(L, -1) === Type.table) {
      x.lua_pushnil(L);
      while (x.lua_next(L, -2) !== 0) {
        if (seen.size >= maxNames) {
          lua.pop(L, 2);
          break;
        }
        const name = x.lua_type(L, -2) === Type.string ? lua.toText(L, -2) : undefined;
        if (name !== undefined && !seen.has(name)) {
          seen.add(name);
          visit(name, x.lua_type(L, -1));
        }
        lua.pop(L, 1);
      }
    }
    if (!pushIndexTable(lua, L)) break;
    lua.remove(L, -2);
  }
  lua.pop(L, 1);
}

/** Where the function on top was defined. */
export function functionInfo(lua: LuaRuntime, L: State): DebugInfo {
  lua.x.lua_pushvalue(L, -1);
  lua.x.lua_getinfo(L, lua.name(">Su"), lua.record);
  return readDebugInfo(lua);
}

/** Parameter names of the function on top; `...` last for a variadic one. */
export function parametersOf(lua: LuaRuntime, L: State, info: DebugInfo): string[] {
  const names: string[] = [];
  for (let n = 1; n <= info.parameters; n++) {
    names.push(lua.cString(lua.x.lua_getlocal(L, 0, n)));
  }
  return info.isVararg ? [...names, "..."] : names;
}

/** `__name` of the metatable of the value on top. */
export function metaName(lua: LuaRuntime, L: State): string | undefined {
  if (lua.x.lua_getmetatable(L, -1) === 0) return undefined;
  const type = lua.rawField(L, -1, "__name");
  const name = type === Type.string ? lua.toText(L, -1) : undefined;
  lua.pop(L, 2);
  return name;
}
