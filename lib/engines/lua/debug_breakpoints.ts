// SPDX-License-Identifier: Apache-2.0 OR MIT
// Breakpoints by source, and which functions have one. Lines count from 1 here, as Lua counts them.

import type { BreakpointState } from "../../contracts/mod.ts";
import type { Pointer, State } from "./exports.ts";
import { Status } from "./exports.ts";
import type { Interpreter, Proto } from "./interpreter.ts";
import type { LuaRuntime } from "./runtime.ts";
import { loadable, splitTrailingExpression } from "./syntax/mod.ts";

/** What Lua puts before the name of a chunk that is no text, and of a file. */
const prefixes = ["=", "@"] as const;

/** Breakpoints of one source. */
interface SourceBreakpoints {
  readonly asked: readonly number[];
  /** Where code stops. */
  lines: ReadonlySet<number>;
  /** Functions that have such a line; undefined while the source is not known. */
  functions: ReadonlySet<number> | undefined;
  readonly refs: readonly number[];
  readonly names: readonly Uint8Array[];
}

/** Names a function within its source. */
function keyOf(first: number, last: number): number {
  return first * 2 ** 26 + last;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** All breakpoints of a session. */
export class Breakpoints {
  readonly #lua: LuaRuntime;
  readonly #interpreter: Interpreter;
  readonly #sources = new Map<string, SourceBreakpoints>();
  /** By the address of a chunk's name, where equal names have one address: the short ones. */
  readonly #byAddress = new Map<Pointer, SourceBreakpoints>();
  #hasLong = false;

  /** No breakpoints. */
  constructor(lua: LuaRuntime, interpreter: Interpreter) {
    this.#lua = lua;
    this.#interpreter = interpreter;
  }

  /** True when there is no breakpoint. */
  get empty(): boolean {
    return this.#sources.size === 0;
  }

  /** Forgets all. */
  clear(): void {
    for (const name of [...this.#sources.keys()]) this.#drop(name);
  }

  /**
   * Replaces the breakpoints of a source.
   *
   * @param L protected
   * @param lines from 1
   * @param code of the source, where it is known
   */
  set(L: State, source: string, lines: readonly number[], code: string | undefined): void {
    this.#drop(source);
    if (lines.length === 0) return;
    const refs: number[] = [];
    const names: Uint8Array[] = [];
    const addresses: Pointer[] = [];
    for (const prefix of prefixes) {
      this.#lua.pushString(L, prefix + source);
      const address = this.#interpreter.textAt(L, -1);
      const long = this.#interpreter.longText(address);
      if (long === undefined) addresses.push(address);
      else names.push(long.slice());
      refs.push(this.#lua.ref(L));
    }
    const breakpoints = { asked: lines, lines: new Set(lines), functions: undefined, refs, names };
    this.#sources.set(source, breakpoints);
    for (const address of addresses) this.#byAddress.set(address, breakpoints);
    if (names.length > 0) this.#hasLong = true;
    if (code !== undefined) this.#compile(L, source, code, breakpoints);
  }

  /** What has become of lines asked for, in the order of asking. */
  states(source: string, lines: readonly number[]): BreakpointState[] {
    const breakpoints = this.#sources.get(source);
    return lines.map((asked) => {
      const line = breakpoints?.functions && nextLine(breakpoints.lines, asked);
      return line === undefined
        ? { line: asked - 1, verified: false }
        : { line: line - 1, verified: true };
    });
  }

  /** True when a function is of a source that has breakpoints. */
  concern(p: Proto): boolean {
    return this.#of(p) !== undefined;
  }

  /** True when a function has a breakpoint in its own code. */
  watches(p: Proto): boolean {
    const breakpoints = this.#of(p);
    if (breakpoints === undefined) return false;
    const first = this.#interpreter.firstLine(p);
    const last = this.#interpreter.lastLine(p);
    if (breakpoints.functions !== undefined) return breakpoints.functions.has(keyOf(first, last));
    for (const line of breakpoints.lines) {
      if (first === 0 || (first <= line && line <= last)) return true;
    }
    return false;
  }

  /** True when a line of a function has a breakpoint. */
  has(p: Proto, line: number): boolean {
    return this.#of(p)?.lines.has(line) === true;
  }

  /** A chunk begins to run: its breakpoints find their lines. Does nothing for other functions. */
  entered(p: Proto): void {
    if (this.#interpreter.firstLine(p) !== 0) return;
    const breakpoints = this.#of(p);
    if (breakpoints !== undefined) this.#resolve(p, breakpoints);
  }

  #of(p: Proto): SourceBreakpoints | undefined {
    const address = this.#interpreter.sourceOf(p);
    const found = this.#byAddress.get(address);
    if (found !== undefined || !this.#hasLong) return found;
    const name = this.#interpreter.longText(address);
    if (name === undefined) return undefined;
    for (const breakpoints of this.#sources.values()) {
      if (breakpoints.names.some((known) => sameBytes(known, name))) return breakpoints;
    }
    return undefined;
  }

  /** Finds the lines of a source that has been loaded, by loading it once more. */
  #compile(L: State, source: string, code: string, breakpoints: SourceBreakpoints): void {
    const text = splitTrailingExpression(code)?.code ?? loadable(code);
    if (this.#lua.load(L, new TextEncoder().encode(text), `=${source}`) === Status.ok) {
      this.#resolve(this.#interpreter.protoAt(L, -1), breakpoints);
    }
    this.#lua.pop(L, 1);
  }

  #resolve(chunk: Proto, breakpoints: SourceBreakpoints): void {
    const functions: { key: number; lines: Set<number> }[] = [];
    const visit = (p: Proto): void => {
      const key = keyOf(this.#interpreter.firstLine(p), this.#interpreter.lastLine(p));
      functions.push({ key, lines: this.#interpreter.linesOf(p) });
      this.#interpreter.inner(p).forEach(visit);
    };
    visit(chunk);
    const all = new Set(functions.flatMap(({ lines }) => [...lines]));
    const found = breakpoints.asked.map((line) => nextLine(all, line));
    const lines = new Set(found.filter((line) => line !== undefined));
    const having = functions.filter((candidate) => !lines.isDisjointFrom(candidate.lines));
    breakpoints.lines = lines;
    breakpoints.functions = new Set(having.map(({ key }) => key));
  }

  #drop(source: string): void {
    const old = this.#sources.get(source);
    if (old === undefined) return;
    this.#sources.delete(source);
    for (const [address, breakpoints] of this.#byAddress) {
      if (breakpoints === old) this.#byAddress.delete(address);
    }
    for (const ref of old.refs) this.#lua.unref(ref);
    this.#hasLong = this.#sources.values().some(({ names }) => names.length > 0);
  }
}

/** The first of `lines` that is `from` or comes after it. */
function nextLine(lines: Iterable<number>, from: number): number | undefined {
  let next: number | undefined;
  for (const line of lines) {
    if (line >= from && (next === undefined || line < next)) next = line;
  }
  return next;
}
