// SPDX-License-Identifier: Apache-2.0 OR MIT
// Runs code as if it stood in a frame. It is a chunk of its own, on a thread of its own; its globals are a table that
// finds the frame's variables first.

import { evaluationFailed } from "../worker/mod.ts";
import type { Frame } from "./debug_stack.ts";
import { bindingOf } from "./debug_stack.ts";
import type { State } from "./exports.ts";
import { globalsKey, multipleResults, registryIndex, Status, Type } from "./exports.ts";
import type { LuaFunction } from "./runtime.ts";
import { messageOf } from "./script_errors.ts";
import type { LuaSessionParts } from "./session.ts";
import { loadable, splitTrailingExpression } from "./syntax/mod.ts";

/** Name of the code in messages and tracebacks. */
const chunkName = "=(evaluation)";
/** Field of the metatable that holds the number of the frame. */
const frameKey = 1n;

/** Evaluates code in frames. */
export class Evaluator {
  readonly #session: LuaSessionParts;
  readonly #index: number;
  readonly #newIndex: number;
  /** Frames that code was evaluated in, until the code goes on. */
  readonly #frames = new Map<number, Frame>();
  #nextFrame = 1;

  /** @param L protected */
  constructor(session: LuaSessionParts, L: State) {
    this.#session = session;
    const made = (callee: LuaFunction): number => {
      session.lua.pushFunction(L, callee);
      return session.lua.ref(L);
    };
    this.#index = made((state) => this.#read(state));
    this.#newIndex = made((state) => this.#write(state));
  }

  /** Ends the view into all frames: functions that were made there see globals from now on. */
  release(): void {
    this.#frames.clear();
  }

  /**
   * Runs code and leaves its values on a thread, for as long as `use` runs.
   *
   * @param code statements, an expression or both; an expression alone when `isExpression`
   * @param from the thread that stands
   * @throws {KernelError} `debug.evaluate` with Lua's message
   */
  run<T>(
    { code, frame, from, isExpression = false }: {
      readonly code: string;
      readonly frame: Frame;
      readonly from: State;
      readonly isExpression?: boolean;
    },
    use: (L: State, values: number) => T,
  ): T {
    const { lua } = this.#session;
    const { L, ref } = this.#newThread();
    try {
      this.#load(L, code, isExpression);
      const args = this.#enter(L, frame);
      const status = lua.x.lua_resume(L, from, args, lua.out);
      const values = lua.view.getInt32(lua.out, true);
      if (status === Status.yield) {
        throw evaluationFailed("attempt to yield from outside a coroutine");
      }
      if (status !== Status.ok) throw this.#failure(L);
      return use(L, values);
    } finally {
      if (lua.x.lua_status(L) !== Status.ok) lua.x.lua_resetthread(L);
      lua.unref(ref);
    }
  }

  #newThread(): { L: State; ref: number } {
    const { lua } = this.#session;
    const thread = { L: 0, ref: 0 };
    const status = lua.protect(lua.main, 0, 0, (state) => {
      thread.L = lua.x.lua_newthread(state);
      thread.ref = lua.ref(state);
      return 0;
    });
    if (status === Status.ok) return thread;
    lua.pop(lua.main, 1);
    throw evaluationFailed("not enough memory");
  }

  #failure(L: State): Error {
    return evaluationFailed(messageOf(this.#session.errors, L));
  }

  #load(L: State, code: string, isExpression: boolean): void {
    const { lua } = this.#session;
    const text = isExpression
      ? `return ${code}\n`
      : splitTrailingExpression(code)?.code ?? loadable(code);
    if (lua.load(L, new TextEncoder().encode(text), chunkName) !== Status.ok) {
      throw this.#failure(L);
    }
  }

  /** Gives the chunk on top the frame's view and arguments. @returns their number */
  #enter(L: State, frame: Frame): number {
    const { lua } = this.#session;
    const { x } = lua;
    const id = this.#nextFrame++;
    this.#frames.set(id, frame);
    const status = lua.protect(L, 1, multipleResults, (state) => {
      x.lua_createtable(state, 0, 0);
      x.lua_createtable(state, 1, 3);
      x.lua_pushinteger(state, BigInt(id));
      x.lua_rawseti(state, -2, frameKey);
      lua.pushRef(state, this.#index);
      x.lua_setfield(state, -2, lua.name("__index"));
      lua.pushRef(state, this.#newIndex);
      x.lua_setfield(state, -2, lua.name("__newindex"));
      x.lua_pushboolean(state, 0);
      x.lua_setfield(state, -2, lua.name("__metatable"));
      x.lua_setmetatable(state, -2);
      x.lua_setupvalue(state, 1, 1);
      x.luaL_checkstack(state, frame.rest.length + 1, 0);
      for (const argument of frame.rest) argument.push(state);
      return 1 + frame.rest.length;
    });
    if (status !== Status.ok) throw this.#failure(L);
    return frame.rest.length;
  }

  /** The frame that the table at index 1 is a view into; undefined when its code has gone on. */
  #frameOf(L: State): Frame | undefined {
    const { x } = this.#session.lua;
    x.lua_getmetatable(L, 1);
    x.lua_rawgeti(L, -1, frameKey);
    const id = x.lua_tonumberx(L, -1, 0);
    this.#session.lua.pop(L, 2);
    return this.#frames.get(id);
  }

  #bindingAt(L: State, frame: Frame | undefined): ReturnType<typeof bindingOf> {
    const { lua } = this.#session;
    if (frame === undefined || lua.x.lua_type(L, 2) !== Type.string) return undefined;
    return bindingOf(frame, lua.toText(L, 2));
  }

  /** Pushes the table that the frame's code has its globals in. */
  #pushGlobals(L: State, frame: Frame | undefined): void {
    const environment = frame === undefined ? undefined : bindingOf(frame, "_ENV");
    if (environment !== undefined) environment.push(L);
    else this.#session.lua.x.lua_rawgeti(L, registryIndex, globalsKey);
  }

  #read(L: State): number {
    const { x } = this.#session.lua;
    const frame = this.#frameOf(L);
    const binding = this.#bindingAt(L, frame);
    if (binding !== undefined) binding.push(L);
    else {
      this.#pushGlobals(L, frame);
      x.lua_pushvalue(L, 2);
      x.lua_gettable(L, -2);
    }
    return 1;
  }

  #write(L: State): number {
    const { x } = this.#session.lua;
    const frame = this.#frameOf(L);
    const binding = this.#bindingAt(L, frame);
    x.lua_settop(L, 3);
    if (binding !== undefined) binding.assign(L);
    else {
      this.#pushGlobals(L, frame);
      this.#session.lua.insert(L, 2);
      x.lua_settable(L, 2);
    }
    return 0;
  }
}
