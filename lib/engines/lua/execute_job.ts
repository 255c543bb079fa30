// SPDX-License-Identifier: Apache-2.0 OR MIT
// One run of code: the code itself, then the user expressions, then its outcome.

import type {
  ExecuteOutcome,
  ExecuteRequest,
  ExpressionValue,
  ScriptError,
} from "../../contracts/mod.ts";
import type { State } from "./exports.ts";
import { globalsKey, registryIndex, Status } from "./exports.ts";
import type { Rich } from "./results.ts";
import { richResult, richValue } from "./results.ts";
import type { Job, Stop } from "./job.ts";
import { runtimeError, syntaxError } from "./script_errors.ts";
import type { LuaSession } from "./session.ts";
import { splitTrailingExpression } from "./syntax/mod.ts";

const encoder = new TextEncoder();

/** Runs the code of a request on a thread of its own. */
export class ExecuteJob implements Job {
  readonly execution: number;
  readonly silent: boolean;
  readonly #session: LuaSession;
  readonly #request: ExecuteRequest;
  readonly #values: Record<string, ExpressionValue> = {};
  #expressions: [name: string, code: string][] | undefined;
  #expression = "";
  #result: Rich | undefined;

  constructor(session: LuaSession, readonly run: number, request: ExecuteRequest) {
    this.#session = session;
    this.#request = request;
    this.execution = request.id;
    this.silent = request.silent;
  }

  begin(L: State): number | ExecuteOutcome {
    const { code, chunkName } = this.#request;
    this.#session.sources.add(chunkName, code);
    // Silent code too: a bare expression is no statement of Lua, and its calls are to be made.
    const split = splitTrailingExpression(code);
    const error = this.#load(L, code, split?.code, chunkName);
    return error === undefined ? this.#pushArguments(L) : { status: "error", ...error };
  }

  /** Pushes what `...` is: the arguments of a script. @returns their number */
  #pushArguments(L: State): number | ExecuteOutcome {
    const { lua, errors, boot } = this.#session;
    const words = boot.script?.arguments ?? [];
    if (words.length === 0) return 0;
    const status = lua.protect(L, 0, words.length, (state) => {
      lua.x.luaL_checkstack(state, words.length, 0);
      for (const word of words) lua.pushString(state, word);
      return words.length;
    });
    if (status === Status.ok) return words.length;
    return { status: "error", ...runtimeError(errors, L, status, undefined) };
  }

  ended(
    L: State,
    status: number,
    results: number,
    stop: Stop | undefined,
  ): number | ExecuteOutcome {
    if (this.#expressions !== undefined) return this.#expressionEnded(L, status, stop);
    if (status !== Status.ok) {
      if (stop?.kind === "exit") {
        return { status: "ok", userExpressions: {}, exitCode: stop.code };
      }
      return { status: "error", ...runtimeError(this.#session.errors, L, status, stop) };
    }
    if (results > 0 && !this.silent) {
      const error = this.#takeResult(L, results, stop);
      if (error !== undefined) return { status: "error", ...error };
    }
    this.#expressions = Object.entries(this.#request.userExpressions);
    return this.#nextExpression(L);
  }

  /** Loads `preferred`; what does not compile is loaded as written, for an error about what was written. */
  #load(
    L: State,
    code: string,
    preferred: string | undefined,
    chunkName: string,
  ): ScriptError | undefined {
    const { lua, errors } = this.#session;
    if (preferred !== undefined) {
      if (lua.load(L, encoder.encode(preferred), `=${chunkName}`) === Status.ok) return undefined;
      lua.pop(L, 1);
    }
    const status = lua.load(L, encoder.encode(code), `=${chunkName}`);
    return status === Status.ok ? undefined : syntaxError(errors, L, status);
  }

  /** Makes the values the result, and `_`. They leave the stack. */
  #takeResult(L: State, results: number, stop: Stop | undefined): ScriptError | undefined {
    const { lua, errors } = this.#session;
    const status = lua.protect(L, results, 0, (state) => {
      this.#result = richResult(this.#session, state);
      if (this.#result === undefined) return 0;
      this.#keepValue(state);
      return 0;
    });
    return status === Status.ok ? undefined : runtimeError(errors, L, status, stop);
  }

  /** Makes value 1 the global `_` and what that was `__`, past any metatable that a script gave its globals. */
  #keepValue(L: State): void {
    const { lua } = this.#session;
    lua.x.lua_rawgeti(L, registryIndex, globalsKey);
    lua.pushString(L, "__");
    lua.rawField(L, -2, "_");
    lua.x.lua_rawset(L, -3);
    lua.pushString(L, "_");
    lua.x.lua_pushvalue(L, 1);
    lua.x.lua_rawset(L, -3);
  }

  #nextExpression(L: State): number | ExecuteOutcome {
    for (;;) {
      const next = this.#expressions?.shift();
      if (next === undefined) return this.#outcome();
      const [name, code] = next;
      this.#expression = name;
      this.#session.lua.x.lua_settop(L, 0);
      const error = this.#load(L, code, `return ${code}`, name);
      if (error === undefined) return 0;
      this.#values[name] = { status: "error", ...error };
    }
  }

  #expressionEnded(L: State, status: number, stop: Stop | undefined): number | ExecuteOutcome {
    const { lua, errors } = this.#session;
    let value: ExpressionValue | undefined;
    const shown = status !== Status.ok
      ? status
      : lua.protect(L, lua.x.lua_gettop(L), 0, (state) => {
        value = { status: "ok", ...richValue(this.#session, state, 1) };
        return 0;
      });
    if (shown !== Status.ok) value = { status: "error", ...runtimeError(errors, L, shown, stop) };
    if (value !== undefined) this.#values[this.#expression] = value;
    if (stop !== undefined) return this.#outcome();
    if (status !== Status.ok) lua.x.lua_resetthread(L);
    return this.#nextExpression(L);
  }

  #outcome(): ExecuteOutcome {
    const result = this.#result;
    return {
      status: "ok",
      userExpressions: this.#values,
      ...(result === undefined ? {} : { result }),
    };
  }
}
