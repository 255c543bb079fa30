// SPDX-License-Identifier: Apache-2.0 OR MIT
// Primitives of `display` and `comm`, for the prelude.

import type { CommEvent, MimeBundle } from "../../contracts/mod.ts";
import { imageType, isBinaryType, toBase64 } from "../worker/mod.ts";
import type { State } from "./exports.ts";
import { Type } from "./exports.ts";
import { toJson, toJsonObject } from "./json_values.ts";
import type { Rich } from "./results.ts";
import { richValue, textOf } from "./results.ts";
import type { LuaFunction } from "./runtime.ts";
import { ScriptFailure } from "./runtime.ts";
import type { LuaSessionParts } from "./session.ts";

/** Roughly what a JSON value weighs, for the bound on output in flight. */
function weightOf(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (value instanceof Uint8Array) return value.length;
  if (typeof value !== "object" || value === null) return 8;
  return Object.entries(value).reduce((sum, [key, item]) => sum + key.length + weightOf(item), 16);
}

/** A bundle of one MIME type, with text beside it for front ends that show only text. */
function singleForm(session: LuaSessionParts, L: State, mime: string): MimeBundle {
  const { lua } = session;
  if (mime === "application/json" && lua.x.lua_type(L, 1) === Type.table) {
    return { "text/plain": textOf(session, L, 1), [mime]: toJson(lua, L, 1) };
  }
  const bytes = lua.checkBytes(L, 1, "display");
  if (isBinaryType(mime)) {
    return { "text/plain": `<${mime}, ${bytes.length} bytes>`, [mime]: toBase64(bytes) };
  }
  const text = lua.toText(L, 1);
  if (mime !== "application/json") return { "text/plain": text, [mime]: text };
  try {
    return { "text/plain": text, [mime]: JSON.parse(text) };
  } catch (error) {
    throw new ScriptFailure(`display.json: ${error instanceof Error ? error.message : error}`);
  }
}

/** A table whose keys are all MIME types, as the bundle it is; undefined for other values. */
function bundleOf({ lua }: LuaSessionParts, L: State): MimeBundle | undefined {
  const { x } = lua;
  if (x.lua_type(L, 1) !== Type.table) return undefined;
  const bundle: Record<string, unknown> = {};
  x.lua_pushnil(L);
  while (x.lua_next(L, 1) !== 0) {
    const key = x.lua_type(L, -2) === Type.string ? lua.toText(L, -2) : "";
    if (!/^[a-z]+\/[\w.+-]+(;.*)?$/.test(key)) {
      lua.pop(L, 2);
      return undefined;
    }
    const bytes = x.lua_type(L, -1) === Type.string ? lua.bytesAt(L, -1) : undefined;
    const isRaw = bytes !== undefined && isBinaryType(key) && bytes.some((byte) => byte > 0x7f);
    bundle[key] = isRaw ? toBase64(bytes) : toJson(lua, L, -1);
    lua.pop(L, 1);
  }
  return Object.keys(bundle).length === 0 ? undefined : bundle;
}

/** Primitives `display`, `clear_output`, `image_type`. */
export function displayFunctions(session: LuaSessionParts): Record<string, LuaFunction> {
  const { lua, output, scheduler } = session;
  const { x } = lua;
  const richOf = (L: State): Rich => {
    if (x.lua_type(L, 2) === Type.string) {
      return { data: singleForm(session, L, lua.toText(L, 2)), metadata: {} };
    }
    const data = bundleOf(session, L);
    return data === undefined ? richValue(session, L, 1) : { data, metadata: {} };
  };
  return {
    display: (L) => {
      x.lua_settop(L, 3);
      const rich = richOf(L);
      const options = toJsonObject(lua, L, 3, "display options");
      const displayId = String(options.display_id ?? crypto.randomUUID());
      const metadata = { ...rich.metadata, ...Object(options.metadata) };
      const job = scheduler.current;
      if (job !== undefined && !job.silent) {
        const { data } = rich;
        const update = options.update === true;
        output.emit(
          job.execution,
          { type: "display", data, metadata, displayId, ...(update ? { update } : {}) },
          weightOf(data) + weightOf(metadata),
        );
      }
      lua.pushString(L, displayId);
      return 1;
    },
    clear_output: (L) => {
      const job = scheduler.current;
      if (job === undefined || job.silent) return 0;
      output.emit(job.execution, { type: "clear_output", wait: x.lua_toboolean(L, 1) !== 0 }, 0);
      return 0;
    },
    image_type: (L) => {
      const mime = imageType(lua.checkBytes(L, 1, "display.image"));
      if (mime === undefined) throw new ScriptFailure("display.image: name the type of this image");
      lua.pushString(L, mime);
      return 1;
    },
  };
}

/** Primitives of `comm`. */
export function commFunctions(
  { lua, output, scheduler, comms }: LuaSessionParts,
): Record<string, LuaFunction> {
  const { x } = lua;
  const buffersAt = (L: State, index: number): Uint8Array[] => {
    const buffers: Uint8Array[] = [];
    if (x.lua_type(L, index) !== Type.table) return buffers;
    const count = Number(x.lua_rawlen(L, index));
    for (let i = 1; i <= count; i++) {
      x.lua_rawgeti(L, index, BigInt(i));
      buffers.push(lua.checkBytes(L, -1, "comm").slice());
      lua.pop(L, 1);
    }
    return buffers;
  };
  const opened = (id: string, target: string): void => {
    comms.set(id, target);
  };
  return {
    comm_send: (L) => {
      x.lua_settop(L, 6);
      const action = lua.checkText(L, 1, "comm") as CommEvent["action"];
      const commId = lua.checkText(L, 2, "comm");
      const event: CommEvent = {
        type: "comm",
        action,
        commId,
        data: toJsonObject(lua, L, 4, "data of a comm message"),
        metadata: toJsonObject(lua, L, 5, "metadata of a comm message"),
        buffers: buffersAt(L, 6),
        ...(action === "open" ? { targetName: lua.checkText(L, 3, "comm") } : {}),
      };
      if (event.targetName !== undefined) opened(commId, event.targetName);
      if (action === "close") comms.delete(commId);
      const weight = weightOf([event.data, event.metadata, event.buffers, event.targetName]);
      output.emit(scheduler.current?.execution ?? -1, event, weight);
      return 0;
    },
    comm_opened: (L) => {
      opened(lua.checkText(L, 1, "comm"), lua.checkText(L, 2, "comm"));
      return 0;
    },
    comm_closed: (L) => {
      comms.delete(lua.checkText(L, 1, "comm"));
      return 0;
    },
    new_id: (L) => {
      lua.pushString(L, crypto.randomUUID());
      return 1;
    },
  };
}
