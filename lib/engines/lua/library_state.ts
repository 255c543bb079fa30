// SPDX-License-Identifier: Apache-2.0 OR MIT
// `State`: values that sessions share, those of other languages too. Arguments are read raw, so that nothing a script
// does to its globals or metatables changes what is stored.

import type { State as LuaState } from "./exports.ts";
import { Type, typeNames } from "./exports.ts";
import { pushJson, toStrictJson } from "./json_values.ts";
import type { LuaFunction } from "./runtime.ts";
import { badArgument, ScriptFailure } from "./runtime.ts";
import type { LuaSessionParts } from "./session.ts";

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The functions of `State`. */
export function stateFunctions({ lua, scheduler }: LuaSessionParts): Record<string, LuaFunction> {
  const { x } = lua;
  const refuse = (n: number, callee: string, problem: string): ScriptFailure =>
    badArgument(n, `State.${callee}`, problem);
  const text = (L: LuaState, n: number, callee: string): string => {
    const type = x.lua_type(L, n);
    if (type !== Type.string) {
      const found = type === Type.none ? "no value" : typeNames[type];
      throw refuse(n, callee, `string expected, got ${found}`);
    }
    try {
      return strict.decode(lua.bytesAt(L, n));
    } catch (error) {
      if (error instanceof TypeError) throw refuse(n, callee, "text expected, got bytes");
      throw error;
    }
  };
  const value = (L: LuaState): unknown => {
    if (x.lua_type(L, 3) === Type.none) throw refuse(3, "save", "value expected");
    try {
      return toStrictJson(lua, L, 3);
    } catch (error) {
      if (error instanceof ScriptFailure) throw refuse(3, "save", error.message);
      throw error;
    }
  };
  const call = (L: LuaState, name: string, args: readonly unknown[]): number =>
    scheduler.callHost(
      L,
      (call, execution) => ({ type: "call", call, execution, name: `state.${name}`, args }),
      (state, result) => {
        pushJson(lua, state, result);
        return 1;
      },
    );
  const names = (L: LuaState, callee: string): [string, string] => [
    text(L, 1, callee),
    text(L, 2, callee),
  ];
  return {
    save: (L) => call(L, "save", [...names(L, "save"), value(L)]),
    load: (L) => call(L, "load", names(L, "load")),
    delete: (L) => call(L, "delete", names(L, "delete")),
    list_keys: (L) => call(L, "list_keys", [text(L, 1, "list_keys")]),
  };
}
