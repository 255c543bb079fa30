// SPDX-License-Identifier: Apache-2.0 OR MIT

import type { State } from "./exports.ts";
import { Status } from "./exports.ts";
import type { LuaRuntime } from "./runtime.ts";

/** Lua threads that executions run on, each used again when it ended well. */
export class Threads {
  readonly #lua: LuaRuntime;
  readonly #idle: State[] = [];
  readonly #refs = new Map<State, number>();

  constructor(lua: LuaRuntime) {
    this.#lua = lua;
  }

  /** A thread with an empty stack; undefined when there is no memory for one. */
  take(): State | undefined {
    return this.#idle.pop() ?? this.#create();
  }

  /** Takes back a thread, whatever its end was. */
  giveBack(L: State): void {
    const { x } = this.#lua;
    if (x.lua_status(L) === Status.ok) {
      x.lua_settop(L, 0);
      this.#idle.push(L);
      return;
    }
    x.lua_resetthread(L);
    this.#lua.unref(this.#refs.get(L) ?? 0);
    this.#refs.delete(L);
  }

  #create(): State | undefined {
    const { x, main } = this.#lua;
    let created: State | undefined;
    const status = this.#lua.protect(main, 0, 0, (L) => {
      created = x.lua_newthread(L);
      this.#refs.set(created, this.#lua.ref(L));
      return 0;
    });
    if (status === Status.ok) return created;
    this.#lua.pop(main, 1);
    return undefined;
  }
}
