// SPDX-License-Identifier: Apache-2.0 OR MIT
// The part of the library that is written in Lua. It runs once, before any script.

/** Chunk name of the prelude: its frames are hidden from tracebacks. */
export const preludeName = "(llmspell)";

/** Gets the table of host primitives as its only argument. */
export const prelude = `
local host = ...
`;
