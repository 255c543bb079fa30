// SPDX-License-Identifier: Apache-2.0 OR MIT
// One hook for two users: the scheduler counts instructions, the debugger hears of calls and lines.

import type { Pointer, State } from "./exports.ts";
import { maskCount } from "./exports.ts";
import type { LuaRuntime } from "./runtime.ts";

/** Sets and takes away the parts of a thread's hook without disturbing each other. */
export class Hooks {
  readonly #lua: LuaRuntime;
  readonly #hook: Pointer;

  /** @param hook called with the thread and its `lua_Debug` */
  constructor(lua: LuaRuntime, hook: (L: State, record: Pointer) => void) {
    this.#lua = lua;
    this.#hook = lua.addCallback("vii", (L, record) => hook(L ?? 0, record ?? 0));
  }

  /** Has a thread visit the hook after every `instructions`; 0 ends that. */
  count(L: State, instructions: number): void {
    const { x } = this.#lua;
    const mask = x.lua_gethookmask(L);
    const counted = instructions > 0;
    if (!counted && (mask & maskCount) === 0) return;
    if (counted && (mask & maskCount) !== 0 && x.lua_gethookcount(L) === instructions) return;
    this.#set(L, counted ? mask | maskCount : mask & ~maskCount, instructions);
  }

  /** Has a thread visit the hook at the events of `mask`, beside the count. */
  listen(L: State, mask: number): void {
    const { x } = this.#lua;
    const old = x.lua_gethookmask(L);
    const wanted = mask | old & maskCount;
    if (wanted !== old) this.#set(L, wanted, x.lua_gethookcount(L));
  }

  #set(L: State, mask: number, count: number): void {
    this.#lua.x.lua_sethook(L, mask === 0 ? 0 : this.#hook, mask, count);
  }
}
