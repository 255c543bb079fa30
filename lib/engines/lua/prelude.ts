// SPDX-License-Identifier: Apache-2.0 OR MIT
// The part of the library that is written in Lua. It runs once, before any script.

import { preludeCore } from "./prelude_core.ts";
import { preludeDisplay } from "./prelude_display.ts";
import { preludeIo } from "./prelude_io.ts";

/** Chunks in the order of running; each gets the table of host primitives as its only argument. */
export const preludeChunks: readonly string[] = [preludeCore, preludeIo, preludeDisplay];
