// SPDX-License-Identifier: Apache-2.0 OR MIT
// Opens the libraries of a new session: Lua's own where they are harmless, ours for the rest.

import { Status } from "./exports.ts";
import { streamFunctions } from "./library_base.ts";
import { prelude, preludeName } from "./prelude.ts";
import type { LuaSession } from "./session.ts";

/** Fills the globals of a new state. @throws {Error} when the prelude fails, which is a bug */
export function openLibrary(session: LuaSession): void {
  const { lua } = session;
  const { x, main } = lua;
  const status = lua.protect(main, 0, 0, (L) => {
    x.luaL_openlibs(L);
    const code = new TextEncoder().encode(prelude);
    if (lua.load(L, code, `=${preludeName}`) !== Status.ok) return x.lua_error(L);
    x.lua_createtable(L, 0, 32);
    lua.setFunctions(L, streamFunctions(session));
    x.lua_getfield(L, -1, lua.name("print"));
    x.lua_setglobal(L, lua.name("print"));
    x.lua_callk(L, 1, 0, 0, 0);
    return 0;
  });
  if (status !== Status.ok) {
    throw new Error(`Cannot open the Lua library: ${lua.toText(main, -1)}`);
  }
}
