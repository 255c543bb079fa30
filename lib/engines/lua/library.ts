// SPDX-License-Identifier: Apache-2.0 OR MIT
// Opens the libraries of a new session: Lua's own where they are harmless, ours for the rest.

import { preludeName } from "./debug_info.ts";
import type { State } from "./exports.ts";
import { globalsKey, registryIndex, Status, Type } from "./exports.ts";
import { pushJson } from "./json_values.ts";
import { streamFunctions } from "./library_base.ts";
import { commFunctions, displayFunctions } from "./library_display.ts";
import { coroutineFunctions, hostFunctions, processFunctions } from "./library_host.ts";
import { stateFunctions } from "./library_state.ts";
import { preludeChunks } from "./prelude.ts";
import type { LuaRuntime } from "./runtime.ts";
import type { LuaSessionParts } from "./session.ts";

/** What a session needs of its library afterwards. */
export interface OpenLibrary {
  /** Reference of the function that takes comm messages. */
  readonly commHandler: number;
  /** Reference of `collectgarbage` as Lua has it. */
  readonly collect: number;
  /** Names of the globals that are there before any script. */
  readonly builtins: ReadonlySet<string>;
}

function pushArguments(session: LuaSessionParts, L: State): void {
  const { lua, boot: { script } } = session;
  const { x } = lua;
  const list = script?.arguments ?? [];
  pushJson(lua, L, list);
  x.lua_setglobal(L, lua.name("ARGS"));
  pushJson(lua, L, list);
  if (script !== undefined) {
    lua.pushString(L, script.path);
    x.lua_rawseti(L, -2, 0n);
  }
  x.lua_setglobal(L, lua.name("arg"));
}

function globalNames(lua: LuaRuntime, L: State): Set<string> {
  const { x } = lua;
  const names = new Set<string>();
  x.lua_rawgeti(L, registryIndex, globalsKey);
  x.lua_pushnil(L);
  while (x.lua_next(L, -2) !== 0) {
    if (x.lua_type(L, -2) === Type.string) names.add(lua.toText(L, -2));
    lua.pop(L, 1);
  }
  lua.pop(L, 1);
  return names;
}

/** Fills the globals of a new state. @throws {Error} when the prelude fails, which is a bug */
export function openLibrary(session: LuaSessionParts): OpenLibrary {
  const { lua } = session;
  const { x, main } = lua;
  const functions = {
    ...streamFunctions(session),
    ...hostFunctions(session),
    ...processFunctions(session),
    ...coroutineFunctions(session),
    ...displayFunctions(session),
    ...commFunctions(session),
  };
  let library: OpenLibrary | undefined;
  const status = lua.protect(main, 0, 0, (L) => {
    x.luaL_openlibs(L);
    x.lua_getglobal(L, lua.name("collectgarbage"));
    const collect = lua.ref(L);
    x.lua_createtable(L, 0, 32);
    lua.setFunctions(L, functions);
    x.lua_getfield(L, -1, lua.name("print"));
    x.lua_setglobal(L, lua.name("print"));
    for (const text of preludeChunks) {
      const code = new TextEncoder().encode(text);
      if (lua.load(L, code, `=${preludeName}`) !== Status.ok) return x.lua_error(L);
      x.lua_pushvalue(L, -2);
      x.lua_callk(L, 1, 0, 0, 0);
    }
    x.lua_getfield(L, -1, lua.name("on_comm"));
    const commHandler = lua.ref(L);
    x.lua_createtable(L, 0, 4);
    lua.setFunctions(L, stateFunctions(session));
    x.lua_setglobal(L, lua.name("State"));
    pushArguments(session, L);
    library = { collect, commHandler, builtins: globalNames(lua, L) };
    return 0;
  });
  if (status !== Status.ok || library === undefined) {
    throw new Error(`Cannot open the Lua library: ${lua.toText(main, -1)}`);
  }
  return library;
}
