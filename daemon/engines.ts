// SPDX-License-Identifier: Apache-2.0 OR MIT
// The script languages of this program, each loaded when a session wants it.

import type { EngineFactory } from "../lib/contracts/mod.ts";

/** Loads an engine factory, by the language's name. */
export const engineLoaders: Readonly<Record<"lua", () => Promise<EngineFactory>>> = Object.freeze({
  lua: async () => (await import("../lib/engines/lua/mod.ts")).createLuaEngine(),
});

/** A language there is an engine for. */
export type Language = keyof typeof engineLoaders;
