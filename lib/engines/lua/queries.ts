// SPDX-License-Identifier: Apache-2.0 OR MIT
// Answers questions about the session at once, also while code runs: no script code runs for them.

import type { EngineMemory, Variable } from "../../contracts/mod.ts";
import type { Query } from "../worker/mod.ts";
import { complete } from "./completion.ts";
import type { State } from "./exports.ts";
import { globalsKey, registryIndex, Status, Type, typeNames } from "./exports.ts";
import { inspect } from "./inspection.ts";
import { pushJson, toJson } from "./json_values.ts";
import { pushPath } from "./lookup.ts";
import { ScriptFailure } from "./runtime.ts";
import type { LuaSession } from "./session.ts";
import { isComplete } from "./syntax/mod.ts";
import { describeValue } from "./text_values.ts";

function listVariables({ lua, limits, builtins }: LuaSession, L: State): Variable[] {
  const { x } = lua;
  const variables: Variable[] = [];
  x.lua_rawgeti(L, registryIndex, globalsKey);
  x.lua_pushnil(L);
  while (x.lua_next(L, -2) !== 0) {
    const name = x.lua_type(L, -2) === Type.string ? lua.toText(L, -2) : "";
    if (name !== "" && name !== "_" && name !== "__" && !builtins.has(name)) {
      const type = typeNames[x.lua_type(L, -1)] ?? "nil";
      const value = describeValue(lua, L, -1, { limits, metamethods: false });
      variables.push({ name, type, value });
    }
    lua.pop(L, 1);
  }
  return variables.sort((a, b) => a.name < b.name ? -1 : 1);
}

function getVariable({ lua }: LuaSession, L: State, name: string): unknown {
  if (pushPath(lua, L, [name]) === Type.nil) return undefined;
  try {
    return toJson(lua, L, -1);
  } catch (error) {
    if (error instanceof ScriptFailure) return undefined;
    throw error;
  }
}

function setVariable({ lua }: LuaSession, L: State, name: string, value: unknown): undefined {
  lua.x.lua_rawgeti(L, registryIndex, globalsKey);
  lua.pushString(L, name);
  pushJson(lua, L, value);
  lua.x.lua_rawset(L, -3);
}

function memory({ lua, collect, boot }: LuaSession, L: State): EngineMemory {
  lua.pushRef(L, collect);
  lua.pushString(L, "count");
  lua.x.lua_callk(L, 1, 1, 0, 0);
  const usedBytes = Math.round(lua.x.lua_tonumberx(L, -1, 0) * 1024);
  return { usedBytes, limitBytes: boot.memoryBytes };
}

function compute(
  session: LuaSession,
  L: State,
  query: Exclude<Query, { name: "debug" }>,
): unknown {
  switch (query.name) {
    case "complete":
      return complete(session, L, query.code, query.cursor);
    case "inspect":
      return inspect(session, L, query);
    case "isComplete":
      return isComplete(query.code);
    case "comms":
      return { comms: Object.fromEntries(session.comms) };
    case "listVariables":
      return listVariables(session, L);
    case "getVariable":
      return getVariable(session, L, query.variable);
    case "setVariable":
      return setVariable(session, L, query.variable, query.value);
    case "memory":
      return memory(session, L);
  }
}

/** Computes the answer. @throws {Error} what went wrong, in Lua's words */
export function answerQuery(session: LuaSession, query: Query): unknown {
  if (query.name === "debug") return session.debugger.answer(query.request);
  const { lua } = session;
  const L = lua.main;
  let value: unknown;
  const status = lua.protect(L, 0, 0, (state) => {
    value = compute(session, state, query);
    return 0;
  });
  if (status === Status.ok) return value;
  const message = lua.toText(L, -1);
  lua.pop(L, 1);
  throw new TypeError(`Cannot answer ${query.name}: ${message}`);
}
