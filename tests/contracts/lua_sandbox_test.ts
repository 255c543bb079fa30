// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a Lua script may try to get out of its session, or to bring it down.

import assert from "node:assert/strict";
import { createLuaEngine } from "../../lib/engines/lua/mod.ts";
import { EngineBench } from "./engine_bench.ts";
import { luaResources } from "./hostile/lua_resources.ts";
import { catalogue } from "./hostile/mod.ts";
import { testHostile } from "./hostile/run.ts";

const factory = createLuaEngine();

testHostile(factory, catalogue.Lua, {
  plant: (literal) => `planted = ${literal}`,
  shown: (text) => JSON.stringify(text),
  nothing: "nil",
  shared: false,
});

Deno.test("lua session keeps of debug what reaches nothing", async () => {
  await using bench = await EngineBench.start(factory);
  const kept = "local names = {} for name in pairs(debug) do names[#names + 1] = name end " +
    "table.sort(names) return table.concat(names, ' ')";
  assert.equal(await bench.text(kept), '"getinfo traceback"');
});

Deno.test("lua session keeps its values through exhaustion of memory and stack", async () => {
  await using bench = await EngineBench.start(factory);
  await bench.run("x = 7");
  for (const { code, endless } of luaResources.attempts) {
    if (endless) continue;
    await bench.run(`do ${code} end`);
    assert.equal(await bench.text("hoard = nil return x"), "7", code);
  }
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
