// SPDX-License-Identifier: Apache-2.0 OR MIT
// A front end's comm message, handled by the script as an execution of its own.

import type { CommEvent, ExecuteOutcome } from "../../contracts/mod.ts";
import type { State } from "./exports.ts";
import { Status } from "./exports.ts";
import { pushJson } from "./json_values.ts";
import type { Job, Stop } from "./job.ts";
import { runtimeError } from "./script_errors.ts";
import type { LuaSession } from "./session.ts";

/** Calls the handler that the script registered. */
export class CommJob implements Job {
  readonly silent = false;
  readonly #session: LuaSession;
  readonly #message: CommEvent;

  constructor(
    session: LuaSession,
    readonly run: number,
    readonly execution: number,
    message: CommEvent,
  ) {
    this.#session = session;
    this.#message = message;
  }

  begin(L: State): number | ExecuteOutcome {
    const { lua, errors, commHandler } = this.#session;
    const { action, commId, targetName, data, metadata, buffers } = this.#message;
    const status = lua.protect(L, 0, 5, (state) => {
      lua.pushRef(state, commHandler);
      lua.pushString(state, action);
      lua.pushString(state, commId);
      pushJson(lua, state, targetName);
      pushJson(lua, state, { data, metadata, buffers });
      return 5;
    });
    if (status === Status.ok) return 4;
    return { status: "error", ...runtimeError(errors, L, status, undefined) };
  }

  ended(L: State, status: number, _results: number, stop: Stop | undefined): ExecuteOutcome {
    if (status === Status.ok) return { status: "ok", userExpressions: {} };
    if (stop?.kind === "exit") return { status: "ok", userExpressions: {}, exitCode: stop.code };
    return { status: "error", ...runtimeError(this.#session.errors, L, status, stop) };
  }
}
