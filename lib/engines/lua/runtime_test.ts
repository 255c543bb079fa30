// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { Status } from "./exports.ts";
import { ScriptFailure } from "./runtime.ts";
import { evaluate, openRuntime } from "./testing.ts";

Deno.test("LuaRuntime carries text and bytes to Lua and back unchanged", async () => {
  const lua = await openRuntime();
  fc.assert(fc.property(fc.string({ unit: "binary" }), fc.uint8Array(), (text, bytes) => {
    lua.pushString(lua.main, text);
    lua.pushBytes(lua.main, bytes);
    assert.equal(
      lua.toText(lua.main, -2),
      new TextDecoder().decode(new TextEncoder().encode(text)),
    );
    assert.deepEqual(lua.bytesAt(lua.main, -1)?.slice(), bytes);
    lua.pop(lua.main, 2);
  }));
});

Deno.test("LuaRuntime.pushFunction() turns a thrown error into a Lua error with the caller's line", async () => {
  const lua = await openRuntime();
  lua.pushFunction(lua.main, () => {
    throw new ScriptFailure("no");
  });
  lua.x.lua_setglobal(lua.main, lua.name("fail"));
  evaluate(lua, "return select(2, pcall(function()\nfail()\nend))");
  assert.equal(lua.toText(lua.main, -1), "test:2: no");
});

Deno.test("LuaRuntime.protect() catches errors and lack of memory", async () => {
  const lua = await openRuntime();
  const { main, x } = lua;
  assert.equal(lua.protect(main, 0, 1, () => lua.raise(main, new Error("bad"))), Status.runtime);
  assert.equal(lua.toText(main, -1), "bad");
  lua.pop(main, 1);
  const status = lua.protect(main, 0, 0, (L) => {
    for (;;) x.lua_createtable(L, 100_000, 0);
  });
  assert.notEqual(status, Status.ok);
  x.lua_settop(main, 0);
  evaluate(lua, "collectgarbage() return 1");
});

Deno.test("LuaRuntime.load() refuses bytecode", async () => {
  const lua = await openRuntime();
  assert.equal(lua.load(lua.main, Uint8Array.from([27, 76, 117, 97]), "=x"), Status.syntax);
});

Deno.test("LuaRuntime calls attend from running code once the alarm is set", async () => {
  const lua = await openRuntime();
  const { x } = lua;
  let hooks = 0;
  const hook = lua.addCallback("vii", (L) => {
    if (++hooks === 3) throw new TypeError("the hook was left in place");
    Atomics.store(lua.alarm, 0, 0);
    x.lua_sethook(L ?? 0, 0, 0, 0);
  });
  lua.attend = (L) => x.lua_sethook(L, hook, 8, 1);
  evaluate(lua, "for i = 1, 1000 do end");
  assert.equal(hooks, 0);
  const programs = [
    "for i = 1, 1000 do end",
    "local function f(n) return n > 0 and f(n - 1) end f(9)",
  ];
  for (const [index, code] of programs.entries()) {
    Atomics.store(lua.alarm, 0, 1);
    evaluate(lua, code);
    assert.equal(hooks, index + 1);
  }
});
