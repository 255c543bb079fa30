// SPDX-License-Identifier: Apache-2.0 OR MIT
// Frames of code that stands, and the variables each of them sees.

import { chunkNameOf, readDebugInfo } from "./debug_info.ts";
import type { State } from "./exports.ts";
import type { Call, Interpreter } from "./interpreter.ts";
import type { LuaRuntime } from "./runtime.ts";

/** Frames that are told of a deep stack, the innermost. */
const maxFrames = 1_000;
/** Variable that keeps the frame of a call a chunk ends with. @see splitTrailingExpression */
const frameKeeper = /^frame_+$/;

/** A variable that a frame sees. */
export interface Binding {
  readonly name: string;
  /** Pushes its value onto `to`. */
  push(to: State): void;
  /** Takes its new value off the top of `from`. */
  assign(from: State): void;
}

/** A call of a function of the user's. */
export interface Frame {
  readonly L: State;
  readonly ci: Call;
  readonly name: string;
  readonly source: string;
  /** From 1. */
  readonly line: number;
  readonly locals: readonly Binding[];
  readonly upvalues: readonly Binding[];
  /** Values of `...`. */
  readonly rest: readonly Binding[];
}

/** Reads the stacks of threads that stand. */
export class StackReader {
  readonly #lua: LuaRuntime;
  readonly #interpreter: Interpreter;

  constructor(lua: LuaRuntime, interpreter: Interpreter) {
    this.#lua = lua;
    this.#interpreter = interpreter;
  }

  /** Frames of the user's, innermost first, of threads each of which runs the next one. */
  frames(threads: readonly State[], isUser: (ci: Call) => boolean): Frame[] {
    const frames: Frame[] = [];
    for (const L of threads.toReversed()) {
      let ci = this.#interpreter.innermost(L);
      for (; !this.#interpreter.isBase(L, ci); ci = this.#interpreter.caller(ci)) {
        if (frames.length === maxFrames) return frames;
        if (isUser(ci)) frames.push(this.frame(L, ci));
      }
    }
    return frames;
  }

  /** What is known of a call to a Lua function. */
  frame(L: State, ci: Call): Frame {
    const { x, record } = this.#lua;
    this.#interpreter.pointAt(record, ci);
    x.lua_getinfo(L, this.#lua.name("nSl"), record);
    const { name, what, source, line, lineDefined } = readDebugInfo(this.#lua);
    const chunk = chunkNameOf(source);
    const shown = what === "main" ? "main chunk" : name ?? `function <${chunk}:${lineDefined}>`;
    const frame = { L, ci, name: shown, source: chunk, line };
    const once = <T>(read: () => T): () => T => {
      let value: T | undefined;
      return () => value ??= read();
    };
    const locals = once(() => this.#locals(L, ci));
    const upvalues = once(() => this.#upvalues(L, ci));
    const rest = once(() => this.#rest(L, ci));
    return {
      ...frame,
      get locals() {
        return locals();
      },
      get upvalues() {
        return upvalues();
      },
      get rest() {
        return rest();
      },
    };
  }

  /** Name of the `n`th local of a call, whose value is pushed onto `L`; undefined when there is none. */
  #pushLocal(L: State, ci: Call, n: number): string | undefined {
    const { x, record } = this.#lua;
    this.#interpreter.pointAt(record, ci);
    const name = x.lua_getlocal(L, record, n);
    return name === 0 ? undefined : this.#lua.cString(name);
  }

  #local(L: State, ci: Call, n: number, name: string): Binding {
    const { x, record } = this.#lua;
    return {
      name,
      push: (to) => {
        this.#pushLocal(L, ci, n);
        x.lua_xmove(L, to, 1);
      },
      assign: (from) => {
        x.lua_xmove(from, L, 1);
        this.#interpreter.pointAt(record, ci);
        x.lua_setlocal(L, record, n);
      },
    };
  }

  #locals(L: State, ci: Call): Binding[] {
    const found = new Map<string, Binding>();
    for (let n = 1;; n++) {
      const name = this.#pushLocal(L, ci, n);
      if (name === undefined) return [...found.values()];
      this.#lua.pop(L, 1);
      // Lua's own have a name in parentheses. Of equal names the last is the one the code sees.
      if (!name.startsWith("(") && !frameKeeper.test(name)) {
        found.set(name, this.#local(L, ci, n, name));
      }
    }
  }

  #rest(L: State, ci: Call): Binding[] {
    const found: Binding[] = [];
    while (this.#pushLocal(L, ci, -found.length - 1) !== undefined) {
      this.#lua.pop(L, 1);
      found.push(this.#local(L, ci, -found.length - 1, `...${found.length + 1}`));
    }
    return found;
  }

  /** Pushes the function of a call onto `to`. */
  #pushFunction(L: State, ci: Call, to: State): void {
    const { x, record } = this.#lua;
    this.#interpreter.pointAt(record, ci);
    x.lua_getinfo(L, this.#lua.name("f"), record);
    x.lua_xmove(L, to, 1);
  }

  #upvalues(L: State, ci: Call): Binding[] {
    const { x } = this.#lua;
    const found: Binding[] = [];
    for (let n = 1;; n++) {
      this.#pushFunction(L, ci, L);
      const name = x.lua_getupvalue(L, -1, n);
      this.#lua.pop(L, name === 0 ? 1 : 2);
      if (name === 0) return found;
      found.push(this.#upvalue(L, ci, n, this.#lua.cString(name)));
    }
  }

  #upvalue(L: State, ci: Call, n: number, name: string): Binding {
    const { x } = this.#lua;
    return {
      name,
      push: (to) => {
        this.#pushFunction(L, ci, to);
        x.lua_getupvalue(to, -1, n);
        this.#lua.remove(to, -2);
      },
      assign: (from) => {
        this.#pushFunction(L, ci, from);
        this.#lua.insert(from, -2);
        x.lua_setupvalue(from, -2, n);
        this.#lua.pop(from, 1);
      },
    };
  }
}

/** The variable that code of a frame means by a name; undefined for a global. */
export function bindingOf({ locals, upvalues }: Frame, name: string): Binding | undefined {
  return locals.find((local) => local.name === name) ??
    upvalues.find((upvalue) => upvalue.name === name);
}
