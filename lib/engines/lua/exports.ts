// SPDX-License-Identifier: Apache-2.0 OR MIT
// The part of Lua's C API that the engine calls, as the wasm module exports it: pointers are numbers, lua_Integer
// is a bigint, strings are addresses of bytes.

/** Address of a `lua_State`. */
export type State = number;
/** Address in the module's memory. */
export type Pointer = number;

/** Exports of the Lua module. @see Lua 5.4 reference manual, section 4 */
export interface LuaExports {
  readonly memory: WebAssembly.Memory;
  readonly __indirect_function_table: WebAssembly.Table;
  __wasm_call_ctors(): void;
  emscripten_stack_init(): void;
  stackSave(): number;
  stackRestore(pointer: number): void;
  setThrew(threw: number, value: number): void;
  malloc(bytes: number): Pointer;
  free(pointer: Pointer): void;
  luaL_newstate(): State;
  luaL_requiref(L: State, name: Pointer, open: number, global: number): void;
  luaL_openlibs(L: State): void;
  luaL_loadbufferx(L: State, text: Pointer, bytes: number, name: Pointer, mode: Pointer): number;
  luaL_tolstring(L: State, index: number, length: Pointer): Pointer;
  luaL_getmetafield(L: State, index: number, field: Pointer): number;
  luaL_where(L: State, level: number): void;
  luaL_ref(L: State, table: number): number;
  luaL_unref(L: State, table: number, ref: number): void;
  luaL_checkstack(L: State, slots: number, message: Pointer): void;
  lua_absindex(L: State, index: number): number;
  lua_gettop(L: State): number;
  lua_settop(L: State, index: number): void;
  lua_pushvalue(L: State, index: number): void;
  lua_rotate(L: State, index: number, by: number): void;
  lua_copy(L: State, from: number, to: number): void;
  lua_checkstack(L: State, slots: number): number;
  lua_xmove(from: State, to: State, count: number): void;
  lua_type(L: State, index: number): number;
  lua_isinteger(L: State, index: number): number;
  lua_iscfunction(L: State, index: number): number;
  lua_tonumberx(L: State, index: number, isNumber: Pointer): number;
  lua_tointegerx(L: State, index: number, isNumber: Pointer): bigint;
  lua_toboolean(L: State, index: number): number;
  lua_tolstring(L: State, index: number, length: Pointer): Pointer;
  lua_rawlen(L: State, index: number): bigint;
  lua_touserdata(L: State, index: number): Pointer;
  lua_tothread(L: State, index: number): State;
  lua_tocfunction(L: State, index: number): Pointer;
  lua_topointer(L: State, index: number): Pointer;
  lua_rawequal(L: State, a: number, b: number): number;
  lua_pushnil(L: State): void;
  lua_pushnumber(L: State, value: number): void;
  lua_pushinteger(L: State, value: bigint): void;
  lua_pushlstring(L: State, text: Pointer, bytes: number): Pointer;
  lua_pushcclosure(L: State, callee: number, upvalues: number): void;
  lua_pushboolean(L: State, value: number): void;
  lua_pushlightuserdata(L: State, value: Pointer): void;
  lua_pushthread(L: State): number;
  lua_getglobal(L: State, name: Pointer): number;
  lua_setglobal(L: State, name: Pointer): void;
  lua_getfield(L: State, index: number, key: Pointer): number;
  lua_setfield(L: State, index: number, key: Pointer): void;
  lua_gettable(L: State, index: number): number;
  lua_settable(L: State, index: number): void;
  lua_rawget(L: State, index: number): number;
  lua_rawgeti(L: State, index: number, n: bigint): number;
  lua_rawset(L: State, index: number): void;
  lua_rawseti(L: State, index: number, n: bigint): void;
  lua_createtable(L: State, array: number, record: number): void;
  lua_getmetatable(L: State, index: number): number;
  lua_setmetatable(L: State, index: number): number;
  lua_callk(L: State, args: number, results: number, context: number, k: number): void;
  lua_pcallk(
    L: State,
    args: number,
    results: number,
    handler: number,
    context: number,
    k: number,
  ): number;
  lua_newthread(L: State): State;
  lua_resetthread(L: State): number;
  lua_yieldk(L: State, results: number, context: number, k: number): number;
  lua_resume(L: State, from: State, args: number, results: Pointer): number;
  lua_status(L: State): number;
  lua_isyieldable(L: State): number;
  lua_error(L: State): number;
  lua_next(L: State, index: number): number;
  lua_getstack(L: State, level: number, record: Pointer): number;
  lua_getinfo(L: State, what: Pointer, record: Pointer): number;
  lua_getlocal(L: State, record: Pointer, n: number): Pointer;
  lua_setlocal(L: State, record: Pointer, n: number): Pointer;
  lua_getupvalue(L: State, index: number, n: number): Pointer;
  lua_setupvalue(L: State, index: number, n: number): Pointer;
  lua_sethook(L: State, hook: number, mask: number, count: number): void;
  lua_gethookcount(L: State): number;
  lua_gethookmask(L: State): number;
}

/** Status codes of calls and threads. */
export const Status = { ok: 0, yield: 1, runtime: 2, syntax: 3, memory: 4, handler: 5 } as const;

/** Types of values, as `lua_type` tells them. */
export const Type = {
  none: -1,
  nil: 0,
  boolean: 1,
  lightUserdata: 2,
  number: 3,
  string: 4,
  table: 5,
  function: 6,
  userdata: 7,
  thread: 8,
} as const;

/** Name of a type for a person, by `lua_type`'s number. */
export const typeNames = [
  "nil",
  "boolean",
  "userdata",
  "number",
  "string",
  "table",
  "function",
  "userdata",
  "thread",
] as const;

/** Pseudo-index of the registry: `-LUAI_MAXSTACK - 1000`. */
export const registryIndex = -1_001_000;
/** Registry key of the globals. */
export const globalsKey = 2n;
/** Takes all results. */
export const multipleResults = -1;
/** Mask of `lua_sethook`: when a function is called. */
export const maskCall = 1;
/** Mask of `lua_sethook`: when a function returns. */
export const maskReturn = 2;
/** Mask of `lua_sethook`: before a line runs. */
export const maskLine = 4;
/** Mask of `lua_sethook`: after so many instructions. */
export const maskCount = 8;

/** Pseudo-index of a C function's upvalue. */
export function upvalueIndex(n: number): number {
  return registryIndex - n;
}
