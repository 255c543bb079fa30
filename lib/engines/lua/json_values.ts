// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lua values as JSON values and back. Only raw access: no metamethod runs.

import type { State } from "./exports.ts";
import { Type, typeNames } from "./exports.ts";
import { rememberedLength, rememberList } from "./json_lists.ts";
import type { LuaRuntime } from "./runtime.ts";
import { ScriptFailure } from "./runtime.ts";

const maxDepth = 100;
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads the string at an index. */
type TextReader = (lua: LuaRuntime, L: State, index: number) => string;

/** A number as Lua holds it: integers beyond 2^53 lose precision, as in any JSON. */
export function numberAt({ x }: LuaRuntime, L: State, index: number): number {
  if (x.lua_isinteger(L, index) !== 0) return Number(x.lua_tointegerx(L, index, 0));
  return x.lua_tonumberx(L, index, 0);
}

/** Pushes a number: as integer when it has no fraction and is exact. */
export function pushNumber({ x }: LuaRuntime, L: State, value: number): void {
  if (Number.isSafeInteger(value)) x.lua_pushinteger(L, BigInt(value));
  else x.lua_pushnumber(L, value);
}

/**
 * Length of the array that the table at `index` is to be: it was a JSON list, or its raw length is above 0 and
 * 1..length are present. `undefined` when it is to be an object.
 */
function arrayLength(lua: LuaRuntime, L: State, index: number): number | undefined {
  const remembered = rememberedLength(lua, L, index);
  if (remembered !== undefined) return remembered;
  const length = Number(lua.x.lua_rawlen(L, index));
  for (let i = 1; i <= length; i++) {
    const type = lua.x.lua_rawgeti(L, index, BigInt(i));
    lua.pop(L, 1);
    if (type === Type.nil) return undefined;
  }
  return length === 0 ? undefined : length;
}

function objectKey(lua: LuaRuntime, L: State, text: TextReader): string {
  const type = lua.x.lua_type(L, -2);
  if (type === Type.string) return text(lua, L, -2);
  if (type !== Type.number) throw unsupported(type);
  // A copy: converting the key itself would confuse lua_next.
  lua.x.lua_pushvalue(L, -2);
  const key = lua.toText(L, -1);
  lua.pop(L, 1);
  return key;
}

function unsupported(type: number): ScriptFailure {
  return new ScriptFailure(`Unsupported Lua type for JSON conversion: ${typeNames[type]}`);
}

function tableToJson(
  lua: LuaRuntime,
  L: State,
  at: number,
  path: number[],
  text: TextReader,
): unknown {
  const { x } = lua;
  const pointer = x.lua_topointer(L, at);
  if (path.includes(pointer)) {
    throw new ScriptFailure("Cannot convert a table that contains itself");
  }
  if (path.length >= maxDepth) throw new ScriptFailure("Cannot convert a table this deep");
  const inner = [...path, pointer];
  const index = x.lua_absindex(L, at);
  x.luaL_checkstack(L, 8, 0);
  const length = arrayLength(lua, L, index);
  if (length !== undefined) {
    const items: unknown[] = [];
    for (let i = 1; i <= length; i++) {
      x.lua_rawgeti(L, index, BigInt(i));
      items.push(valueToJson(lua, L, -1, inner, text));
      lua.pop(L, 1);
    }
    return items;
  }
  const entries: [string, unknown][] = [];
  x.lua_pushnil(L);
  while (x.lua_next(L, index) !== 0) {
    entries.push([objectKey(lua, L, text), valueToJson(lua, L, -1, inner, text)]);
    lua.pop(L, 1);
  }
  return Object.fromEntries(entries);
}

function valueToJson(
  lua: LuaRuntime,
  L: State,
  index: number,
  path: number[],
  text: TextReader,
): unknown {
  const type = lua.x.lua_type(L, index);
  switch (type) {
    case Type.none:
    case Type.nil:
      return null;
    case Type.boolean:
      return lua.x.lua_toboolean(L, index) !== 0;
    case Type.number: {
      const value = numberAt(lua, L, index);
      return Number.isFinite(value) ? value : null;
    }
    case Type.string:
      return text(lua, L, index);
    case Type.table:
      return tableToJson(lua, L, index, path, text);
    default:
      throw unsupported(type);
  }
}

/**
 * The value at `index` as JSON. Tables with elements 1..n are arrays, as are those that `pushJson` made of arrays;
 * others are objects with keys as text. NaN and infinities are null, bytes that are no UTF-8 are U+FFFD.
 *
 * @throws {ScriptFailure} for functions, userdata, threads, cycles
 */
export function toJson(lua: LuaRuntime, L: State, index: number): unknown {
  return valueToJson(lua, L, index, [], (runtime, state, at) => runtime.toText(state, at));
}

/** As `toJson`, for values that are to come back as they were. @throws {ScriptFailure} for bytes that are no UTF-8 too */
export function toStrictJson(lua: LuaRuntime, L: State, index: number): unknown {
  return valueToJson(lua, L, index, [], (runtime, state, at) => {
    const bytes = runtime.bytesAt(state, at);
    try {
      return strict.decode(bytes);
    } catch (error) {
      if (error instanceof TypeError) throw new ScriptFailure("Bytes have no JSON form");
      throw error;
    }
  });
}

/** As `toJson`, with an object for every table, the empty one too. @throws {ScriptFailure} when it is no table */
export function toJsonObject(
  lua: LuaRuntime,
  L: State,
  index: number,
  what: string,
): Record<string, unknown> {
  const type = lua.x.lua_type(L, index);
  if (type === Type.nil || type === Type.none) return {};
  if (type !== Type.table) {
    throw new ScriptFailure(`${what} must be a table, not a ${typeNames[type]}`);
  }
  const value = toJson(lua, L, index) as Record<string, unknown>;
  return Array.isArray(value) ? Object.fromEntries(value.map((v, i) => [`${i + 1}`, v])) : value;
}

/**
 * Pushes what a JSON value is in Lua; also bytes (a string) and bigint (an integer). Null is nil, and where it is an
 * element of an array, `toJson` finds it there again.
 */
export function pushJson(lua: LuaRuntime, L: State, value: unknown): void {
  const { x } = lua;
  switch (typeof value) {
    case "boolean":
      return x.lua_pushboolean(L, value ? 1 : 0);
    case "number":
      return pushNumber(lua, L, value);
    case "bigint":
      return x.lua_pushinteger(L, BigInt.asIntN(64, value));
    case "string":
      return lua.pushString(L, value);
    case "object":
      if (value !== null) return pushObject(lua, L, value);
  }
  x.lua_pushnil(L);
}

function pushObject(lua: LuaRuntime, L: State, value: object): void {
  const { x } = lua;
  if (value instanceof Uint8Array) return lua.pushBytes(L, value);
  x.luaL_checkstack(L, 6, 0);
  if (Array.isArray(value)) {
    x.lua_createtable(L, value.length, 0);
    value.forEach((item, i) => {
      pushJson(lua, L, item);
      x.lua_rawseti(L, -2, BigInt(i + 1));
    });
    if (value.length === 0 || value.some((item) => item == null)) rememberList(lua, L, value);
    return;
  }
  x.lua_createtable(L, 0, 0);
  for (const [key, item] of Object.entries(value)) {
    lua.pushString(L, key);
    pushJson(lua, L, item);
    x.lua_rawset(L, -3);
  }
}
