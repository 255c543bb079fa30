// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the parts of one Lua session share.

import type { BootMessage } from "../worker/messages.ts";
import type { Output } from "../worker/output.ts";
import type { LuaRuntime } from "./runtime.ts";
import type { Scheduler } from "./scheduler.ts";
import type { ErrorContext } from "./script_errors.ts";
import type { ChunkSources } from "./sources.ts";
import type { TextLimits } from "./text_values.ts";

/** What the host sends beside the common part of the boot message. */
export interface LuaBoot {
  readonly module: WebAssembly.Module;
}

/** Parts of a session, handed to everything that works on it. */
export interface LuaSession {
  readonly lua: LuaRuntime;
  readonly scheduler: Scheduler;
  readonly output: Output;
  readonly sources: ChunkSources;
  readonly errors: ErrorContext;
  readonly limits: TextLimits;
  readonly boot: BootMessage<LuaBoot>;
}
