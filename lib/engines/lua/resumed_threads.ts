// SPDX-License-Identifier: Apache-2.0 OR MIT
// Which thread runs which: a thread that resumed another one stands in the C function that did it.

import type { Pointer, State } from "./exports.ts";
import type { Call, Interpreter } from "./interpreter.ts";
import type { LuaRuntime } from "./runtime.ts";

/** Follows threads that resumed others. */
export class ResumedThreads {
  readonly #interpreter: Interpreter;
  readonly #byArgument: ReadonlySet<Pointer>;
  readonly #byUpvalue: Pointer;

  /**
   * To be made before a script can change `coroutine`.
   *
   * @param L protected
   */
  constructor(lua: LuaRuntime, interpreter: Interpreter, L: State) {
    const { x } = lua;
    this.#interpreter = interpreter;
    x.lua_getglobal(L, lua.name("coroutine"));
    const pointerOf = (name: string): Pointer => {
      x.lua_getfield(L, -1, lua.name(name));
      const pointer = x.lua_tocfunction(L, -1);
      lua.pop(L, 1);
      return pointer;
    };
    this.#byArgument = new Set([pointerOf("resume"), pointerOf("close")]);
    x.lua_getfield(L, -1, lua.name("wrap"));
    x.lua_getfield(L, -2, lua.name("wrap"));
    // Any function is good enough to be wrapped: it is never called.
    x.lua_callk(L, 1, 1, 0, 0);
    this.#byUpvalue = x.lua_tocfunction(L, -1);
    lua.pop(L, 2);
  }

  /** The thread that a call runs; 0 when it runs none. */
  by(ci: Call): State {
    const callee = this.#interpreter.cFunctionOf(ci);
    if (callee === 0) return 0;
    if (callee === this.#byUpvalue) return this.#interpreter.threadUpvalue(ci);
    return this.#byArgument.has(callee) ? this.#interpreter.threadArgument(ci) : 0;
  }

  /** `root`, the thread it resumed, and so on to the one that runs. */
  from(root: State): State[] {
    const threads: State[] = [];
    for (let L = root; L !== 0 && !threads.includes(L);) {
      threads.push(L);
      L = this.by(this.#interpreter.innermost(L));
    }
    return threads;
  }
}
