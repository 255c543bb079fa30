// SPDX-License-Identifier: Apache-2.0 OR MIT
// The offsets of interpreter.ts, held against what Lua's own functions say.

import assert from "node:assert/strict";
import { readDebugInfo } from "./debug_info.ts";
import type { State } from "./exports.ts";
import { maskCall, maskCount, maskLine, maskReturn } from "./exports.ts";
import { HookEvent, Interpreter } from "./interpreter.ts";
import type { LuaRuntime } from "./runtime.ts";
import { evaluate, openRuntime } from "./testing.ts";

/** Lines that `debug.getinfo` calls active, of the function on top of the main stack. */
function activeLines(lua: LuaRuntime): number[] {
  const { x, main } = lua;
  const lines: number[] = [];
  x.lua_pushvalue(main, -1);
  x.lua_getinfo(main, lua.name(">L"), lua.record);
  x.lua_pushnil(main);
  while (x.lua_next(main, -2) !== 0) {
    lua.pop(main, 1);
    lines.push(x.lua_tonumberx(main, -1, 0));
  }
  lua.pop(main, 1);
  return lines.sort((a, b) => a - b);
}

Deno.test("Interpreter.linesOf() gives the lines that Lua calls active", async () => {
  const lua = await openRuntime();
  const interpreter = new Interpreter(lua);
  const far = "\n".repeat(400);
  const functions = [
    "function() end",
    "function(a)\n\nlocal b = a\n\nfor i = 1, b do\nprint(i)\nend\nend",
    "function(...)\nlocal a = ...\n\nreturn a\nend",
    `function()${far}local a = 1${far}return a\nend`,
    `function()\n${"x = (x or 0) + 1\n".repeat(300)}return x end`,
    "function()\nlocal t = {\n1,\n\nf(2,\n3),\n}\nreturn function() return t end\nend",
  ];
  for (const code of functions) {
    evaluate(lua, `return ${code}`);
    const lines = interpreter.linesOf(interpreter.protoAt(lua.main, -1));
    assert.deepEqual([...lines].sort((a, b) => a - b), activeLines(lua), code);
    lua.pop(lua.main, 1);
  }
});

Deno.test("Interpreter knows a function's source, lines and inner functions", async () => {
  const lua = await openRuntime();
  const interpreter = new Interpreter(lua);
  evaluate(lua, "return function()\nlocal f = function()\nend\nreturn f, function() end\nend");
  const outer = interpreter.protoAt(lua.main, -1);
  assert.deepEqual([interpreter.firstLine(outer), interpreter.lastLine(outer)], [1, 5]);
  const inner = interpreter.inner(outer);
  assert.deepEqual(
    inner.map((p) => [interpreter.firstLine(p), interpreter.lastLine(p)]),
    [[2, 3], [4, 4]],
  );
  lua.pushString(lua.main, "=test");
  for (const p of [outer, ...inner]) {
    assert.equal(interpreter.sourceOf(p), interpreter.textAt(lua.main, -1));
  }
  assert.equal(interpreter.longText(interpreter.sourceOf(outer)), undefined);
  lua.pushString(lua.main, "x".repeat(50));
  const long = interpreter.longText(interpreter.textAt(lua.main, -1));
  assert.equal(new TextDecoder().decode(long), "x".repeat(50));
});

Deno.test("Interpreter reads events and calls of a hook as Lua's own functions do", async () => {
  const lua = await openRuntime();
  const interpreter = new Interpreter(lua);
  const { x } = lua;
  const seen = new Set<number>();
  const look = (L: State, record: number): void => {
    seen.add(interpreter.event(record));
    const ci = interpreter.callOf(record);
    assert.equal(ci, interpreter.innermost(L));
    assert.equal(interpreter.mask(L), x.lua_gethookmask(L));
    let depth = Infinity;
    let level = 0;
    for (let at = ci; !interpreter.isBase(L, at); at = interpreter.caller(at), level++) {
      assert(interpreter.depth(L, at) < depth);
      depth = interpreter.depth(L, at);
      x.lua_getstack(L, level, lua.record);
      assert.equal(interpreter.callOf(lua.record), at);
      x.lua_getinfo(L, lua.name("S"), lua.record);
      const info = readDebugInfo(lua);
      const p = interpreter.protoOf(at);
      assert.equal(p === 0, info.what === "C");
      assert.equal(interpreter.cFunctionOf(at) === 0, info.what !== "C");
      if (p !== 0) assert.equal(interpreter.firstLine(p), info.lineDefined);
    }
    assert.equal(x.lua_getstack(L, level, lua.record), 0);
  };
  let failure: unknown;
  const hook = lua.addCallback("vii", (L, record) => {
    try {
      look(L ?? 0, record ?? 0);
    } catch (error) {
      failure ??= error;
    }
  });
  x.lua_sethook(lua.main, hook, maskCall | maskReturn | maskLine | maskCount, 3);
  evaluate(
    lua,
    `local function f(...) return select('#', ...) end
     local function g(n) return f(n, n) end
     return pcall(g, 1), tostring(setmetatable({}, { __tostring = function() return "x" end }))`,
  );
  if (failure !== undefined) throw failure;
  assert.deepEqual([...seen].sort(), Object.values(HookEvent).sort());
});
