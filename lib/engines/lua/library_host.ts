// SPDX-License-Identifier: Apache-2.0 OR MIT
// Primitives that reach the host or the session, for the prelude.

import type { State } from "./exports.ts";
import { Type } from "./exports.ts";
import { numberAt, pushJson, toJson } from "./json_values.ts";
import type { LuaFunction } from "./runtime.ts";
import { badArgument, ScriptFailure } from "./runtime.ts";
import type { LuaSessionParts } from "./session.ts";

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Text where the bytes are text, else a copy of the bytes. */
function textOrBytes(bytes: Uint8Array): string | Uint8Array {
  try {
    return strict.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return bytes.slice();
    throw error;
  }
}

/** Host calls: `call` raises what the host refuses, `try` gives nil and the message. */
export function hostFunctions(
  { lua, scheduler, sources }: LuaSessionParts,
): Record<string, LuaFunction> {
  const { x } = lua;
  const argument = (L: State, index: number): unknown => {
    if (x.lua_type(L, index) !== Type.string) return toJson(lua, L, index);
    return textOrBytes(lua.checkBytes(L, index, "call"));
  };
  const caller = (raising: boolean): LuaFunction => (L) => {
    const name = lua.checkText(L, 1, "call");
    const count = x.lua_gettop(L) - 1;
    const args = Array.from({ length: count }, (_, i) => argument(L, i + 2));
    return scheduler.callHost(
      L,
      (call, execution) => ({ type: "call", call, execution, name, args }),
      (state, value) => {
        pushJson(lua, state, value);
        return 1;
      },
      raising ? undefined : (state, refusal) => {
        x.lua_pushnil(state);
        lua.pushString(state, refusal.message);
        return 2;
      },
    );
  };
  return {
    call: caller(true),
    try: caller(false),
    add_source: (L) => {
      sources.add(lua.checkText(L, 1, "add_source"), lua.checkText(L, 2, "add_source"));
      return 0;
    },
  };
}

/** `os.exit` and `os.clock`. */
export function processFunctions({ lua, scheduler }: LuaSessionParts): Record<string, LuaFunction> {
  const { x } = lua;
  const start = performance.now();
  return {
    exit: (L) => {
      const type = x.lua_type(L, 1);
      if (type === Type.nil || type === Type.none) return scheduler.exit(L, 0);
      if (type === Type.boolean) return scheduler.exit(L, x.lua_toboolean(L, 1) !== 0 ? 0 : 1);
      if (type !== Type.number) throw badArgument(1, "exit", "number expected");
      const code = numberAt(lua, L, 1);
      if (!Number.isInteger(code)) throw badArgument(1, "exit", "no integer representation");
      return scheduler.exit(L, code);
    },
    clock: (L) => {
      x.lua_pushnumber(L, (performance.now() - start) / 1000);
      return 1;
    },
  };
}

/** The functions of `coroutine` that must not show that executions are coroutines. */
export function coroutineFunctions(
  { lua, scheduler }: LuaSessionParts,
): Record<string, LuaFunction> {
  const { x } = lua;
  // What a script gets as the main thread: one that is dead, so that it cannot be resumed.
  const status = lua.protect(lua.main, 0, 1, (L) => {
    x.lua_newthread(L);
    return 1;
  });
  if (status !== 0) throw new Error("Cannot open the Lua library: not enough memory");
  const mainThread = lua.ref(lua.main);
  return {
    yield: (L) => {
      if (scheduler.isMain(L)) throw new ScriptFailure("attempt to yield from outside a coroutine");
      return x.lua_yieldk(L, x.lua_gettop(L), 0, 0);
    },
    running: (L) => {
      const isMain = scheduler.isMain(L);
      if (isMain) lua.pushRef(L, mainThread);
      else x.lua_pushthread(L);
      x.lua_pushboolean(L, isMain ? 1 : 0);
      return 2;
    },
    isyieldable: (L) => {
      const thread = x.lua_type(L, 1) === Type.thread ? x.lua_tothread(L, 1) : L;
      const can = !scheduler.isMain(thread) && x.lua_isyieldable(thread) !== 0;
      x.lua_pushboolean(L, can ? 1 : 0);
      return 1;
    },
  };
}
