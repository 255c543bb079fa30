// SPDX-License-Identifier: Apache-2.0 OR MIT
// Values at the end of a run as the representations a front end can show.

import type { MimeBundle, MimeMetadata } from "../../contracts/mod.ts";
import type { State } from "./exports.ts";
import { Type } from "./exports.ts";
import { toJsonObject } from "./json_values.ts";
import type { LuaSessionParts } from "./session.ts";
import { describeValue } from "./text_values.ts";

/** A value in one or more representations. */
export interface Rich {
  readonly data: MimeBundle;
  readonly metadata: MimeMetadata;
}

/** What the metafield `__mime` of the value at `index` gives, where it has one. Protected callers only. */
export function richForms(session: LuaSessionParts, L: State, index: number): Rich | undefined {
  const { lua } = session;
  const { x } = lua;
  const at = x.lua_absindex(L, index);
  if (x.luaL_getmetafield(L, at, lua.name("__mime")) === Type.nil) return undefined;
  if (x.lua_type(L, -1) === Type.function) {
    x.lua_pushvalue(L, at);
    x.lua_callk(L, 1, 2, 0, 0);
  } else x.lua_pushnil(L);
  const data = toJsonObject(lua, L, -2, "result of __mime");
  const metadata = toJsonObject(lua, L, -1, "metadata of __mime");
  lua.pop(L, 2);
  return { data, metadata };
}

/** Text of one value. Protected callers only. */
export function textOf({ lua, limits }: LuaSessionParts, L: State, index: number): string {
  return describeValue(lua, L, index, { limits, metamethods: true });
}

/** Representations of one value; text is always among them. Protected callers only. */
export function richValue(session: LuaSessionParts, L: State, index: number): Rich {
  const rich = richForms(session, L, index);
  if (rich === undefined) {
    return { data: { "text/plain": textOf(session, L, index) }, metadata: {} };
  }
  if ("text/plain" in rich.data) return rich;
  return { ...rich, data: { "text/plain": textOf(session, L, index), ...rich.data } };
}

/** True for what has been shown when it was made: the handle of a display. */
function isShown({ lua }: LuaSessionParts, L: State): boolean {
  if (lua.x.luaL_getmetafield(L, 1, lua.name("__shown")) === Type.nil) return false;
  lua.pop(L, 1);
  return true;
}

/** Representations of the values from stack index 1 to the top; undefined for none and for a single nil. */
export function richResult(session: LuaSessionParts, L: State): Rich | undefined {
  const { x } = session.lua;
  const count = x.lua_gettop(L);
  if (count === 0 || (count === 1 && x.lua_type(L, 1) === Type.nil)) return undefined;
  if (count === 1 && isShown(session, L)) return undefined;
  if (count === 1) return richValue(session, L, 1);
  const texts = Array.from({ length: count }, (_, i) => textOf(session, L, i + 1));
  const separator = texts.some((text) => text.includes("\n")) ? "\n" : "\t";
  return { data: { "text/plain": texts.join(separator) }, metadata: {} };
}
