// SPDX-License-Identifier: Apache-2.0 OR MIT
// Output and input of scripts: the functions that everything in `io` is made of.

import type { State } from "./exports.ts";
import { Type } from "./exports.ts";
import type { LuaFunction } from "./runtime.ts";
import { HostRefusal } from "./job.ts";
import type { LuaSessionParts } from "./session.ts";

const newline = new Uint8Array([10]);
const tab = new Uint8Array([9]);

/** The functions, by the name the prelude knows them under. */
export function streamFunctions(session: LuaSessionParts): Record<string, LuaFunction> {
  const { lua, output, scheduler } = session;
  const { x } = lua;
  const writer = (stream: "stdout" | "stderr"): LuaFunction => (L) => {
    const job = scheduler.current;
    if (job === undefined || job.silent) return 0;
    const count = x.lua_gettop(L);
    for (let i = 1; i <= count; i++) {
      output.write(job.execution, stream, lua.checkBytes(L, i, "write"));
    }
    output.written();
    return 0;
  };
  const print = (L: State): number => {
    const job = scheduler.current;
    const count = x.lua_gettop(L);
    for (let i = 1; i <= count; i++) {
      const type = x.lua_type(L, i);
      if (type !== Type.string && type !== Type.number) {
        x.luaL_tolstring(L, i, 0);
        x.lua_copy(L, -1, i);
        lua.pop(L, 1);
      }
      const bytes = lua.bytesAt(L, i);
      if (job === undefined || job.silent || bytes === undefined) continue;
      if (i > 1) output.write(job.execution, "stdout", tab);
      output.write(job.execution, "stdout", bytes);
    }
    if (job === undefined || job.silent) return 0;
    output.write(job.execution, "stdout", newline);
    output.written();
    return 0;
  };
  const input: LuaFunction = (L) => {
    const prompt = x.lua_gettop(L) >= 1 ? lua.checkText(L, 1, "input") : "";
    const password = x.lua_toboolean(L, 2) !== 0;
    const all = x.lua_toboolean(L, 3) !== 0;
    const request = { prompt, password, ...(all ? { all } : {}) };
    return scheduler.callHost(
      L,
      (call, execution) => ({ type: "input", call, execution, request }),
      (state, value) => {
        lua.pushString(state, String(value));
        return 1;
      },
      (state, refusal) => {
        if (refusal.code !== "input.eof") throw new HostRefusal(refusal);
        x.lua_pushnil(state);
        return 1;
      },
    );
  };
  const flush: LuaFunction = () => {
    output.flush();
    return 0;
  };
  return { print, flush, write_stdout: writer("stdout"), write_stderr: writer("stderr"), input };
}
