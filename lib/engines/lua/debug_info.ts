// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads `lua_Debug` records.

import type { LuaRuntime } from "./runtime.ts";
import type { State } from "./exports.ts";

/** Offsets in `lua_Debug` of Lua 5.4 with 4-byte pointers. */
const at = {
  name: 4,
  namewhat: 8,
  what: 12,
  source: 16,
  sourceLength: 20,
  currentline: 24,
  linedefined: 28,
  lastlinedefined: 32,
  nups: 36,
  nparams: 37,
  isvararg: 38,
  istailcall: 39,
} as const;
/** Larger than the record. */
export const debugRecordBytes = 160;
/** Chunk name of the prelude: its frames are hidden from scripts. */
export const preludeName = "(llmspell)";

/** What is known of a function or an activation. */
export interface DebugInfo {
  readonly name: string | undefined;
  readonly nameKind: string;
  readonly what: string;
  /** As given to `load`: `=In[3]`, `@file`. */
  readonly source: string;
  readonly line: number;
  readonly lineDefined: number;
  readonly lastLineDefined: number;
  readonly parameters: number;
  readonly isVararg: boolean;
}

/** Fields of the record after `lua_getinfo` with "nSlu"; what was not asked for is left over from before. */
export function readDebugInfo(lua: LuaRuntime): DebugInfo {
  const { view, record } = lua;
  const text = (offset: number): string => lua.cString(view.getUint32(record + offset, true));
  const name = view.getUint32(record + at.name, true);
  const source = view.getUint32(record + at.source, true);
  const length = view.getUint32(record + at.sourceLength, true);
  return {
    name: name === 0 ? undefined : lua.cString(name),
    nameKind: text(at.namewhat),
    what: text(at.what),
    source: new TextDecoder().decode(lua.heap.subarray(source, source + length)),
    line: view.getInt32(record + at.currentline, true),
    lineDefined: view.getInt32(record + at.linedefined, true),
    lastLineDefined: view.getInt32(record + at.lastlinedefined, true),
    parameters: view.getUint8(record + at.nparams),
    isVararg: view.getUint8(record + at.isvararg) !== 0,
  };
}

/** The activation at `level` of a thread, 0 the innermost. */
function frameAt(lua: LuaRuntime, L: State, level: number): DebugInfo | undefined {
  if (lua.x.lua_getstack(L, level, lua.record) === 0) return undefined;
  lua.x.lua_getinfo(L, lua.name("nSl"), lua.record);
  return readDebugInfo(lua);
}

/** Number of activations; found by bisection, because reaching a level takes time in proportion to it. */
function depthOf(lua: LuaRuntime, L: State): number {
  let low = 0;
  let high = 1;
  while (lua.x.lua_getstack(L, high, lua.record) !== 0) [low, high] = [high, high * 2];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lua.x.lua_getstack(L, middle, lua.record) !== 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Activations of a thread, innermost first; of a deep one only the `ends` first and last. */
export function stackOf(
  lua: LuaRuntime,
  L: State,
  ends: number,
): { readonly frames: readonly DebugInfo[]; readonly hidden: number } {
  const depth = depthOf(lua, L);
  const hidden = Math.max(0, depth - 2 * ends);
  const levels = Array.from({ length: depth - hidden }, (_, i) => i < ends ? i : i + hidden);
  const frames = levels.map((level) => frameAt(lua, L, level));
  return { frames: frames.filter((frame) => frame !== undefined), hidden };
}

/** Name of a chunk for a person. */
export function chunkNameOf(source: string): string {
  return /^[=@]/.test(source) ? source.slice(1) : `[string "${source.split("\n")[0] ?? ""}"]`;
}

/** `chunk:line: ` of the innermost frame of a script; "" when there is none. */
export function callerPosition(lua: LuaRuntime, L: State): string {
  for (let level = 1; lua.x.lua_getstack(L, level, lua.record) !== 0; level++) {
    lua.x.lua_getinfo(L, lua.name("Sl"), lua.record);
    const view = lua.view;
    const line = view.getInt32(lua.record + at.currentline, true);
    const source = lua.cString(view.getUint32(lua.record + at.source, true));
    if (line > 0 && source !== `=${preludeName}`) return `${chunkNameOf(source)}:${line}: `;
  }
  return "";
}
