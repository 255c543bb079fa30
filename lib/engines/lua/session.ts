// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the parts of one Lua session share.

import type { BootMessage, Output } from "../worker/mod.ts";
import type { LuaDebugger } from "./debugger.ts";
import type { LuaRuntime } from "./runtime.ts";
import type { Scheduler } from "./scheduler.ts";
import type { ErrorContext } from "./script_errors.ts";
import type { ChunkSources } from "./sources.ts";
import type { TextLimits } from "./text_values.ts";

/** What the host sends beside the common part of the boot message. */
export interface LuaBoot {
  readonly module: WebAssembly.Module;
}

/** Parts of a session that its library is made from. */
export interface LuaSessionParts {
  readonly lua: LuaRuntime;
  readonly scheduler: Scheduler;
  readonly output: Output;
  readonly sources: ChunkSources;
  readonly errors: ErrorContext;
  readonly limits: TextLimits;
  readonly boot: BootMessage<LuaBoot>;
  /** Open comms: target by id. */
  readonly comms: Map<string, string>;
}

/** A session whose library is open. */
export interface LuaOpenSession extends LuaSessionParts {
  /** Reference of the function that takes comm messages. */
  readonly commHandler: number;
  /** Reference of `collectgarbage` as Lua has it. */
  readonly collect: number;
  /** Names of the globals that are there before any script. */
  readonly builtins: ReadonlySet<string>;
}

/** A session, handed to everything that works on it. */
export interface LuaSession extends LuaOpenSession {
  readonly debugger: LuaDebugger;
}
