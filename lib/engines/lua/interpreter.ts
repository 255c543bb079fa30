// SPDX-License-Identifier: Apache-2.0 OR MIT
// Where the interpreter keeps what its API tells slowly or not at all. Offsets are those of the one build that
// `wasm_patch.ts` accepts: Lua 5.4.6 with 4-byte pointers and 16-byte values.

import type { Pointer, State } from "./exports.ts";
import type { LuaRuntime } from "./runtime.ts";

/** Address of a `CallInfo`: one call that has not returned. */
export type Call = Pointer;
/** Address of a `Proto`: the code of a function. */
export type Proto = Pointer;

const state = { ci: 20, stack: 28, baseCall: 52, oldpc: 100, hookmask: 112 } as const;
const call = { func: 0, previous: 8, savedpc: 16, trap: 20 } as const;
const closure = { target: 12, upvalue: 16 } as const;
const proto = {
  isVararg: 7,
  sizelineinfo: 24,
  sizep: 28,
  linedefined: 40,
  lastlinedefined: 44,
  code: 52,
  protos: 56,
  lineinfo: 64,
  abslineinfo: 68,
  source: 76,
} as const;
const text = { type: 4, shortLength: 7, longLength: 12, bytes: 16 } as const;
const valueBytes = 16;
const valueType = 8;

/** Type tags of values and strings, as the interpreter stores them. */
const tag = { luaClosure: 0x46, cClosure: 0x66, cFunction: 0x16, thread: 0x48, longText: 0x14 };
/** Marks an instruction whose line is in `abslineinfo`. */
const absoluteLine = -0x80;

/** `event` of a `lua_Debug`. */
export const HookEvent = { call: 0, return: 1, line: 2, count: 3, tailCall: 4 } as const;
const record = { event: 0, currentline: 24, call: 104 } as const;

/** Reads calls, functions and their lines straight from memory. */
export class Interpreter {
  readonly #lua: LuaRuntime;

  /** @param lua whose memory is read */
  constructor(lua: LuaRuntime) {
    this.#lua = lua;
  }

  #word(address: Pointer): number {
    return this.#lua.view.getUint32(address, true);
  }

  /** Which event a hook was called for. @see HookEvent */
  event(debug: Pointer): number {
    return this.#word(debug + record.event);
  }

  /** The call a hook was called in. */
  callOf(debug: Pointer): Call {
    return this.#word(debug + record.call);
  }

  /** Makes a `lua_Debug` speak of a call, as `lua_getstack` does. */
  pointAt(debug: Pointer, ci: Call): void {
    this.#lua.view.setUint32(debug + record.call, ci, true);
  }

  /** The line that a line hook was called for, from 1. */
  lineOf(debug: Pointer): number {
    return this.#lua.view.getInt32(debug + record.currentline, true);
  }

  /** The innermost call of a thread. */
  innermost(L: State): Call {
    return this.#word(L + state.ci);
  }

  /** The call that made this one, or the level below all functions. */
  caller(ci: Call): Call {
    return this.#word(ci + call.previous);
  }

  /** True for the level below all functions of a thread. */
  isBase(L: State, ci: Call): boolean {
    return ci === L + state.baseCall;
  }

  /** How far up the stack a call is: more for each call that is made in another. */
  depth(L: State, ci: Call): number {
    return this.#word(ci + call.func) - this.#word(L + state.stack);
  }

  /** The instruction after the one that is to run; means something for Lua functions only. */
  position(ci: Call): Pointer {
    return this.#word(ci + call.savedpc);
  }

  /** Code of a call to a Lua function; 0 for others. */
  protoOf(ci: Call): Proto {
    const func = this.#word(ci + call.func);
    if (this.#lua.view.getUint8(func + valueType) !== tag.luaClosure) return 0;
    return this.#word(this.#word(func) + closure.target);
  }

  /** Code of the Lua function at the top of a stack. */
  protoAt(L: State, index: number): Proto {
    return this.#word(this.#lua.x.lua_topointer(L, index) + closure.target);
  }

  /** Pointer to the C function that is called; 0 for Lua functions. */
  cFunctionOf(ci: Call): Pointer {
    const func = this.#word(ci + call.func);
    const type = this.#lua.view.getUint8(func + valueType);
    if (type === tag.cFunction) return this.#word(func);
    return type === tag.cClosure ? this.#word(this.#word(func) + closure.target) : 0;
  }

  /** First argument of a call, when that is a thread; 0 for others. */
  threadArgument(ci: Call): State {
    return this.#threadAt(this.#word(ci + call.func) + valueBytes);
  }

  /** First upvalue of a called C closure, when that is a thread; 0 for others. */
  threadUpvalue(ci: Call): State {
    return this.#threadAt(this.#word(this.#word(ci + call.func)) + closure.upvalue);
  }

  #threadAt(value: Pointer): State {
    const type = this.#lua.view.getUint8(value + valueType);
    return type === tag.thread ? this.#word(value) : 0;
  }

  /** Events that a thread is hooked for; changing them so takes no time in proportion to the stack. */
  mask(L: State): number {
    return this.#word(L + state.hookmask);
  }

  /** Changes the events of a thread that has a hook; `trap` makes a running call look at them. */
  setMask(L: State, mask: number): void {
    this.#lua.view.setUint32(L + state.hookmask, mask, true);
  }

  /** Makes the instruction that runs the one from which a change of line is seen. */
  markLine(L: State, ci: Call, p: Proto): void {
    const next = (this.position(ci) - this.#word(p + proto.code)) >> 2;
    this.#lua.view.setInt32(L + state.oldpc, Math.max(0, next - 1), true);
  }

  /** Makes a call to a Lua function look at the hook before its next instruction. */
  setTrap(ci: Call): void {
    this.#lua.view.setUint32(ci + call.trap, 1, true);
  }

  /** Address of the name of a function's chunk. @see isSameName */
  sourceOf(p: Proto): Pointer {
    return this.#word(p + proto.source);
  }

  /** Line where a function begins, from 1; 0 for a chunk. */
  firstLine(p: Proto): number {
    return this.#word(p + proto.linedefined);
  }

  /** Line where a function ends, from 1; 0 for a chunk. */
  lastLine(p: Proto): number {
    return this.#word(p + proto.lastlinedefined);
  }

  /** Bytes of a long string, of which there may be several that are equal; undefined for a short one. */
  longText(source: Pointer): Uint8Array | undefined {
    if (this.#lua.view.getUint8(source + text.type) !== tag.longText) return undefined;
    const start = source + text.bytes;
    return this.#lua.heap.subarray(start, start + this.#word(source + text.longLength));
  }

  /** Address of the string at an index, as `sourceOf` tells it. */
  textAt(L: State, index: number): Pointer {
    return this.#lua.x.lua_tolstring(L, index, 0) - text.bytes;
  }

  /** The functions written inside a function. */
  inner(p: Proto): Proto[] {
    const list = this.#word(p + proto.protos);
    return Array.from({ length: this.#word(p + proto.sizep) }, (_, i) => this.#word(list + 4 * i));
  }

  /** Lines of a function's own instructions, from 1. */
  linesOf(p: Proto): Set<number> {
    const lines = new Set<number>();
    const deltas = this.#word(p + proto.lineinfo);
    let absolute = this.#word(p + proto.abslineinfo);
    let line = this.firstLine(p);
    // The first instruction of a variadic function is none of the script's.
    const skipped = this.#lua.view.getUint8(p + proto.isVararg) === 0 ? 0 : 1;
    for (let i = 0; i < this.#word(p + proto.sizelineinfo); i++) {
      const delta = this.#lua.view.getInt8(deltas + i);
      if (delta === absoluteLine) {
        line = this.#lua.view.getInt32(absolute + 4, true);
        absolute += 8;
      } else line += delta;
      if (i >= skipped) lines.add(line);
    }
    return lines;
  }
}
