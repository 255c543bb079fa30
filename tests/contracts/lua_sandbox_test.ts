// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a Lua script may try to get out of its session, or to bring it down.

import assert from "node:assert/strict";
import { createLuaEngine } from "../../lib/engines/lua/mod.ts";
import { EngineBench } from "./engine_bench.ts";

const factory = createLuaEngine();

Deno.test("lua session has no way to the host when nothing is granted", async () => {
  await using bench = await EngineBench.start(factory);
  const attempts: [code: string, expected: RegExp][] = [
    ["pcall(require, 'socket')", /^false\t"module 'socket' not found/],
    ["package.loadlib, package.cpath", /^nil\t""$/],
    ["io.popen('ls')", /^nil\t"Cannot/],
    ["os.execute('ls')", /^nil\t"Cannot/],
    ["os.execute()", /^false$/],
    ["io.open('/etc/passwd')", /^nil\t"Cannot/],
    ["io.open('x', 'w')", /^nil\t"Cannot/],
    ["os.remove('x')", /^nil\t"Cannot/],
    ["os.rename('x', 'y')", /^nil\t"Cannot/],
    ["pcall(os.tmpname)", /^false\t"Cannot|^false\t"In/],
    ["os.getenv('PATH'), 1", /^nil\t1$/],
    ["loadfile('/etc/passwd')", /^nil\t"Cannot/],
    ["pcall(dofile, '/etc/passwd')", /^false\t/],
    ["pcall(io.lines, '/etc/passwd')", /^false\t/],
    ["js, wasm, process, fetch, 1", /^nil\tnil\tnil\tnil\t1$/],
  ];
  for (const [code, expected] of attempts) {
    assert.match(await bench.text(code) ?? "nil", expected, code);
  }
});

Deno.test("lua session refuses bytecode and the parts of debug that reach everything", async () => {
  await using bench = await EngineBench.start(factory);
  assert.match(await bench.text("load('\\27Lua')") ?? "", /binary chunk/);
  assert.match(await bench.text("load('x = 1', 'x', 'b')") ?? "", /mode is 'b'/);
  assert.match(await bench.text("load(function() return '\\27Lua' end)") ?? "", /binary chunk/);
  assert.match(await bench.text("string.dump(print)") ?? "", /unable to dump/);
  const kept = "local names = {} for name in pairs(debug) do names[#names + 1] = name end " +
    "table.sort(names) return table.concat(names, ' ')";
  assert.equal(await bench.text(kept), '"getinfo traceback"');
});

Deno.test("lua session turns exhaustion of memory or stack into Lua errors", async () => {
  await using bench = await EngineBench.start(factory);
  await bench.run("x = 7");
  const attempts = [
    "string.rep('x', 1e9)",
    "('x'):rep(1e8):rep(100)",
    "local s = 'x' while true do s = s .. s end",
    "local t = {} for i = 1, 1e9 do t[i] = {} end",
    "local function f() return pcall(f) or error('x') end error(f())",
    "local function f(s) return (s:gsub('.', f)) end f('x')",
    "local function f() coroutine.wrap(f)() end f()",
    "local t = setmetatable({}, {}) getmetatable(t).__index = function(_, k) return t[k + 1] end t.x = t[1]",
    "local m = {} m.__tostring = function() return tostring(setmetatable({}, m)) end print(setmetatable({}, m))",
    "local function f() table.sort({ 1, 2 }, f) end f()",
    "assert(load('return ' .. ('('):rep(1000) .. (')'):rep(1000)))",
    "table.concat({}, 'x', 1, 1e9)",
  ];
  for (const code of attempts) {
    assert.equal((await bench.run(code)).status, "error", code);
    assert.equal(await bench.text("x"), "7", code);
  }
});

Deno.test("lua session shows values whose metamethods fail or do not end", async () => {
  await using bench = await EngineBench.start(factory);
  assert.match(
    await bench.text("setmetatable({}, { __tostring = function() error('no') end })") ?? "",
    /<error in __tostring: .*no>/,
  );
  const running = bench.run(
    "return setmetatable({}, { __tostring = function() print('here') while true do end end })",
  );
  await bench.until(() => bench.stream("stdout").includes("here"));
  bench.engine.interrupt("interrupt");
  assert.notEqual((await running).status, "running");
  assert.equal(await bench.text("1"), "1");
});

Deno.test("lua session hides from a script that it runs in a coroutine", async () => {
  await using bench = await EngineBench.start(factory);
  assert.match(await bench.text("coroutine.yield(1)") ?? "", /yield from outside a coroutine/);
  assert.equal(await bench.text("select(2, coroutine.running())"), "true");
  assert.equal(await bench.text("coroutine.isyieldable()"), "false");
  assert.match(await bench.text("coroutine.resume((coroutine.running()))") ?? "", /^false\t.*dead/);
  assert.equal(
    await bench.text("coroutine.wrap(function() return coroutine.yield(5) end)()"),
    "5",
  );
});

Deno.test("lua session never shows its own switches to a script's coroutines", async () => {
  await using bench = await EngineBench.start(factory);
  const counting = bench.text(
    `local co = coroutine.wrap(function() for i = 1, 3e5 do coroutine.yield(i) end end)
     local sum = 0
     for i = 1, 3e5 do sum = sum + co() end
     return sum`,
  );
  const other = bench.text("local n = 0 for i = 1, 3e6 do n = n + 1 end return n");
  assert.equal(await counting, "45000150000");
  assert.equal(await other, "3000000");
});

Deno.test("lua engine ends when a C function does not heed an interrupt, and says so", async () => {
  const impatient = createLuaEngine({ interruptGraceMs: 1 });
  await using bench = await EngineBench.start(impatient);
  // Lua runs no hook inside a finalizer. This one ends by itself after some seconds.
  const running = bench.run(
    `setmetatable({}, { __gc = function() print("in") io.flush() for i = 1, 5e8 do end end })
     collectgarbage()
     while true do end`,
  );
  await bench.until(() => bench.stream("stdout").includes("in"));
  bench.engine.interrupt("interrupt");
  await assert.rejects(running, { code: "engine.exited" });
  assert.match((await bench.engine.exited).reason, /did not stop within 1 ms/);
});
