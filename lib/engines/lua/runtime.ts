// SPDX-License-Identifier: Apache-2.0 OR MIT
// A Lua state in wasm with the conversions that everything else is written in.

import type { LuaExports, Pointer, State } from "./exports.ts";
import { registryIndex, Type, upvalueIndex } from "./exports.ts";
import { callerPosition, debugRecordBytes } from "./debug_info.ts";
import { createWasmFunction } from "../worker/mod.ts";
import { alarmAddress } from "./wasm_patch.ts";
import type { WasmCell } from "./wasm_imports.ts";
import { isPassing, wasmImports } from "./wasm_imports.ts";

/** A C function in TypeScript: gets the calling state, pushes results, returns their number. */
export type LuaFunction = (L: State) => number;

/** Becomes a Lua error; `level` 1 prefixes the position of the caller, 0 nothing. */
export class ScriptFailure extends Error {
  /** Always `"ScriptFailure"`. */
  override readonly name = "ScriptFailure";

  constructor(message: string, readonly level: 0 | 1 = 1) {
    super(message);
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const scratchBytes = 4_096;

/** One Lua state and its memory. */
export class LuaRuntime {
  readonly x: LuaExports;
  /** The main state. Its stack stays empty: executions have threads of their own. */
  readonly main: State;
  /** The word that makes running code call `attend`; its memory is shared with the host. */
  readonly alarm: Int32Array<SharedArrayBuffer>;
  /** Called by running code that sees the alarm. */
  attend: (L: State) => void = () => {};
  readonly #functions: LuaFunction[] = [];
  readonly #names = new Map<string, Pointer>();
  readonly #dispatch: number;
  readonly #protected: number;
  readonly #scratch: Pointer;
  #work: LuaFunction | undefined;
  /** Room for a `lua_Debug`; valid until the next use. */
  readonly record: Pointer;
  /** Room for one result of C functions that answer through a pointer. */
  readonly out: Pointer;
  #heap!: Uint8Array;
  #view!: DataView;

  /**
   * @param module the compiled Lua module
   * @param maxMemoryBytes cap of the module's memory, which includes Lua's own needs
   */
  constructor(module: WebAssembly.Module, maxMemoryBytes: number) {
    const cell = { grown: () => this.#refresh(), attend: (L) => this.attend(L) } as WasmCell;
    const instance = new WebAssembly.Instance(module, wasmImports(cell, maxMemoryBytes));
    this.x = instance.exports as unknown as LuaExports;
    cell.memory = this.x.memory;
    cell.table = this.x.__indirect_function_table;
    cell.stackSave = this.x.stackSave;
    cell.stackRestore = this.x.stackRestore;
    cell.setThrew = this.x.setThrew;
    this.#refresh();
    this.alarm = sharedWord(this.x.memory.buffer);
    this.x.emscripten_stack_init();
    this.x.__wasm_call_ctors();
    this.out = this.x.malloc(16);
    this.record = this.x.malloc(debugRecordBytes);
    this.#scratch = this.x.malloc(scratchBytes);
    this.main = this.x.luaL_newstate();
    this.#dispatch = this.addCallback("ii", (L) => this.#call(L));
    this.#protected = this.addCallback("ii", (L) => this.#callProtected(L));
  }

  /** Bytes of the module's memory; a new view after each growth, so never keep it. */
  get heap(): Uint8Array {
    return this.#heap;
  }

  /** The memory for reading fields of C structures. */
  get view(): DataView {
    return this.#view;
  }

  #refresh(): void {
    this.#heap = new Uint8Array(this.x.memory.buffer);
    this.#view = new DataView(this.x.memory.buffer);
  }

  /** Puts a function into the module's table; `signature` is "ii", "vii" or "iiii". @returns its C pointer */
  addCallback(
    signature: "ii" | "vii" | "iiii",
    callback: (...args: number[]) => number | void,
  ): number {
    const table = this.x.__indirect_function_table;
    const index = table.grow(1);
    table.set(index, createWasmFunction(signature, callback));
    return index;
  }

  /** C functions of ours all come here; the first upvalue says which one is meant. */
  #call(L: State | undefined): number {
    if (L === undefined) return 0;
    const callee = this.#functions[this.x.lua_touserdata(L, upvalueIndex(1))];
    try {
      return callee?.(L) ?? 0;
    } catch (error) {
      if (isPassing(error)) throw error;
      return this.raise(L, error);
    }
  }

  #callProtected(L: State | undefined): number {
    const work = this.#work;
    if (L === undefined || work === undefined) return 0;
    this.#work = undefined;
    try {
      return work(L);
    } catch (error) {
      if (isPassing(error)) throw error;
      return this.raise(L, error);
    }
  }

  /**
   * Runs `work` where Lua errors, lack of memory too, are caught. Everything that may raise and is not called
   * by a script must run so: an uncaught error aborts the state.
   *
   * @param args values on top of the stack that become the arguments of `work`
   * @returns a `Status`; then the stack holds `results` values, or the error value
   */
  protect(L: State, args: number, results: number, work: LuaFunction): number {
    // A C function without upvalues: pushing it allocates nothing, so this cannot fail.
    this.#work = work;
    this.x.lua_pushcclosure(L, this.#protected, 0);
    if (args > 0) this.insert(L, -args - 1);
    return this.x.lua_pcallk(L, args, results, 0, 0, 0);
  }

  /** Compiles text, never bytecode, and pushes the function or the message. @returns a `Status` */
  load(L: State, text: Uint8Array, chunkName: string): number {
    // Not the scratch area: a collection during the compilation may run finalizers that use it.
    const source = this.x.malloc(text.length + 1);
    const name = encoder.encode(`${chunkName}\0`);
    const namePointer = this.x.malloc(name.length);
    try {
      if (source === 0 || namePointer === 0) {
        return this.protect(L, 0, 1, () => {
          throw new ScriptFailure("not enough memory", 0);
        }) && 4;
      }
      this.#heap.set(text, source);
      this.#heap.set(name, namePointer);
      return this.x.luaL_loadbufferx(L, source, text.length, namePointer, this.name("t"));
    } finally {
      this.x.free(source);
      this.x.free(namePointer);
    }
  }

  /** Raises `error` as a Lua error at the script's own position; never returns. */
  raise(L: State, error: unknown): number {
    const message = error instanceof Error ? error.message : String(error);
    const bare = error instanceof ScriptFailure && error.level === 0;
    this.pushString(L, bare ? message : callerPosition(this, L) + message);
    return this.x.lua_error(L);
  }

  /** Pushes a C closure over `callee`. Make each one once: functions are never forgotten. */
  pushFunction(L: State, callee: LuaFunction): void {
    this.x.lua_pushlightuserdata(L, this.#functions.push(callee) - 1);
    this.x.lua_pushcclosure(L, this.#dispatch, 1);
  }

  /** Sets functions as fields of the table on top of the stack. */
  setFunctions(L: State, functions: Readonly<Record<string, LuaFunction>>): void {
    for (const [name, callee] of Object.entries(functions)) {
      this.pushFunction(L, callee);
      this.x.lua_setfield(L, -2, this.name(name));
    }
  }

  /** A zero-terminated constant string, kept for good: for names known when this was written only. */
  name(text: string): Pointer {
    let pointer = this.#names.get(text);
    if (pointer === undefined) {
      const bytes = encoder.encode(`${text}\0`);
      pointer = this.x.malloc(bytes.length);
      this.#heap.set(bytes, pointer);
      this.#names.set(text, pointer);
    }
    return pointer;
  }

  /** Runs `use` with the bytes at an address, zero-terminated. @throws {ScriptFailure} when memory is out */
  withBytes<T>(bytes: Uint8Array, use: (pointer: Pointer) => T): T {
    const small = bytes.length < scratchBytes;
    const pointer = small ? this.#scratch : this.x.malloc(bytes.length + 1);
    if (pointer === 0) throw new ScriptFailure("not enough memory", 0);
    this.#heap.set(bytes, pointer);
    this.#heap[pointer + bytes.length] = 0;
    try {
      return use(pointer);
    } finally {
      if (!small) this.x.free(pointer);
    }
  }

  /** Pushes text. May raise a Lua error when memory is out. */
  pushString(L: State, text: string): void {
    if (text.length * 3 < scratchBytes) {
      const target = this.#heap.subarray(this.#scratch, this.#scratch + scratchBytes);
      const { written } = encoder.encodeInto(text, target);
      this.x.lua_pushlstring(L, this.#scratch, written);
    } else this.pushBytes(L, encoder.encode(text));
  }

  /** Pushes bytes as a Lua string. May raise a Lua error when memory is out. */
  pushBytes(L: State, bytes: Uint8Array): void {
    this.withBytes(bytes, (pointer) => this.x.lua_pushlstring(L, pointer, bytes.length));
  }

  /** A copy-free view of the string at `index`, valid until anything allocates. Numbers become strings in place. */
  bytesAt(L: State, index: number): Uint8Array | undefined {
    const pointer = this.x.lua_tolstring(L, index, this.out);
    if (pointer === 0) return undefined;
    const length = this.#view.getUint32(this.out, true);
    return this.#heap.subarray(pointer, pointer + length);
  }

  /** Text of the string or number at `index`; "" for others. Invalid UTF-8 becomes U+FFFD. */
  toText(L: State, index: number): string {
    const bytes = this.bytesAt(L, index);
    return bytes === undefined ? "" : decoder.decode(bytes);
  }

  /** Text at a C string's address. */
  cString(pointer: Pointer): string {
    if (pointer === 0) return "";
    return decoder.decode(this.#heap.subarray(pointer, this.#heap.indexOf(0, pointer)));
  }

  pop(L: State, count: number): void {
    this.x.lua_settop(L, -count - 1);
  }

  /** Moves the top below the `by` values under it, as `lua_insert`. */
  insert(L: State, index: number): void {
    this.x.lua_rotate(L, index, 1);
  }

  remove(L: State, index: number): void {
    this.x.lua_rotate(L, index, -1);
    this.pop(L, 1);
  }

  /** Pops the top and keeps it in the registry. @returns its reference, to be given to `unref` */
  ref(L: State): number {
    return this.x.luaL_ref(L, registryIndex);
  }

  unref(ref: number): void {
    this.x.luaL_unref(this.main, registryIndex, ref);
  }

  pushRef(L: State, ref: number): void {
    this.x.lua_rawgeti(L, registryIndex, BigInt(ref));
  }

  /** Type of the field `name` of the table at `index`, which is pushed. Raw: calls no metamethod. */
  rawField(L: State, index: number, name: string): number {
    const table = this.x.lua_absindex(L, index);
    this.pushString(L, name);
    return this.x.lua_rawget(L, table);
  }

  /** Text argument `n` of a function. @throws {ScriptFailure} when it is neither string nor number */
  checkText(L: State, n: number, callee: string): string {
    return decoder.decode(this.checkBytes(L, n, callee));
  }

  /** Bytes of argument `n`, as a view. @throws {ScriptFailure} when it is neither string nor number */
  checkBytes(L: State, n: number, callee: string): Uint8Array {
    const type = this.x.lua_type(L, n);
    const bytes = type === Type.string || type === Type.number ? this.bytesAt(L, n) : undefined;
    if (bytes === undefined) throw badArgument(n, callee, "string expected");
    return bytes;
  }
}

function sharedWord(buffer: ArrayBufferLike): Int32Array<SharedArrayBuffer> {
  if (buffer instanceof SharedArrayBuffer) return new Int32Array(buffer, alarmAddress, 1);
  throw new TypeError("Cannot start Lua: the memory of its module is not shared");
}

/** The error of a wrong argument, worded as Lua's own. */
export function badArgument(n: number, callee: string, problem: string): ScriptFailure {
  return new ScriptFailure(`bad argument #${n} to '${callee}' (${problem})`);
}
