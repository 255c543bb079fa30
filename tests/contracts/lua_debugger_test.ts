// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the debugger of Lua does beyond what every debugger does: coroutines, C functions between Lua's, upvalues.

import assert from "node:assert/strict";
import type { DebugFrame, DebugVariable, ExecuteOutcome } from "../../lib/contracts/mod.ts";
import { createLuaEngine } from "../../lib/engines/lua/mod.ts";
import { DebugBench } from "./debugger_contract.ts";

const factory = createLuaEngine();

/** Runs code as the first execution, up to the breakpoint at `line`. */
async function stopAt(
  bench: DebugBench,
  line: number,
  code: string,
): Promise<{ run: Promise<ExecuteOutcome> }> {
  await bench.debugger.setBreakpoints("In[1]", [line]);
  const run = bench.bench.run(code);
  // A test that fails closes the engine with the run pending.
  run.catch(() => {});
  const stop = await bench.next("stopped");
  assert.deepEqual([stop.reason, stop.source, stop.line], ["breakpoint", "In[1]", line]);
  return { run };
}

async function finish(bench: DebugBench, run: Promise<ExecuteOutcome>): Promise<string> {
  await bench.debugger.resume("continue");
  const outcome = await run;
  assert(outcome.status === "ok", JSON.stringify(outcome));
  return String(outcome.result?.data["text/plain"]);
}

async function stack(bench: DebugBench): Promise<string[]> {
  return (await bench.debugger.stackTrace()).map(({ name, line }) => `${name}:${line}`);
}

async function frame(bench: DebugBench, level = 0): Promise<DebugFrame> {
  const found = (await bench.debugger.stackTrace())[level];
  assert(found !== undefined);
  return found;
}

async function evaluate(bench: DebugBench, code: string, level = 0): Promise<string> {
  return (await bench.debugger.evaluate(code, (await frame(bench, level)).id)).value;
}

/** Reference of a scope of the innermost frame. */
async function scope(bench: DebugBench, name: string): Promise<number> {
  const scopes = await bench.debugger.scopes((await frame(bench)).id);
  return scopes.find((candidate) => candidate.name === name)?.variablesReference ?? 0;
}

async function shown(bench: DebugBench, name: string): Promise<Record<string, string>> {
  const variables = await bench.debugger.variables(await scope(bench, name));
  return Object.fromEntries(variables.map(({ name, value }: DebugVariable) => [name, value]));
}

function test(behaviour: string, body: (bench: DebugBench) => Promise<void>): void {
  Deno.test(`lua debugger ${behaviour}`, async () => {
    await using bench = await DebugBench.start(factory);
    await body(bench);
  });
}

const generator = `local function inner(n)
  local twice = n * 2
  coroutine.yield(twice)
end
local co = coroutine.create(function(n)
  inner(n)
  return n
end)
local ok, value = coroutine.resume(co, 4)
ok, value = coroutine.resume(co)
return value`;

test("stops in a coroutine, with those who resumed it below", async (bench) => {
  const { run } = await stopAt(bench, 2, generator);
  assert.deepEqual(await stack(bench), ["inner:2", "function <In[1]:5>:5", "main chunk:8"]);
  assert.equal(await evaluate(bench, "twice"), "8");
  assert.equal(await evaluate(bench, "n", 1), "4");
  assert.equal(await evaluate(bench, "coroutine.status(co)", 2), '"normal"');
  await bench.debugger.resume("continue");
  assert.equal((await run).status, "ok");
});

test("steps out of a coroutine's functions and of the coroutine", async (bench) => {
  const { run } = await stopAt(bench, 6, generator);
  assert.deepEqual(await stack(bench), ["function <In[1]:5>:6", "main chunk:9"]);
  const out = await bench.step("stepOut");
  assert.deepEqual([out.reason, out.line], ["step", 9]);
  assert.equal((await bench.step("next")).line, 10);
  assert.equal(await finish(bench, run), "4");
});

test("steps over what a coroutine does, and into it", async (bench) => {
  const { run } = await stopAt(bench, 8, generator);
  assert.equal((await bench.step("next")).line, 9);
  assert.equal(await evaluate(bench, "value"), "8");
  const into = await bench.step("stepIn");
  assert.equal(into.line, 3, "inner goes on after its yield");
  assert.equal((await bench.step("stepOut")).line, 6);
  assert.equal((await bench.step("next")).line, 9);
  assert.equal(await finish(bench, run), "4");
});

test("steps from a yield to whoever resumed the coroutine", async (bench) => {
  const { run } = await stopAt(bench, 2, generator);
  assert.equal((await bench.step("next")).line, 9);
  assert.equal(await evaluate(bench, "value"), "8");
  await finish(bench, run);
});

test("stops in coroutines that are older than the breakpoint", async (bench) => {
  await bench.bench.run(`local function body()
  for i = 1, 3 do
    last = i
    coroutine.yield(i)
  end
end
co, wrapped, closed = coroutine.create(body), coroutine.wrap(body), nil
coroutine.resume(co)
wrapped()`);
  await bench.debugger.setBreakpoints("In[1]", [2]);
  for (const code of ["coroutine.resume(co)", "wrapped()"]) {
    const run = bench.bench.run(code);
    const stop = await bench.next("stopped");
    assert.equal(stop.line, 2);
    assert.equal(await evaluate(bench, "i"), "2");
    await finish(bench, run);
  }
});

test("takes a breakpoint while a loop runs, in the loop and in what it calls", async (bench) => {
  const run = bench.bench.run(`local function count(n)
  return n + 1
end
n = 0
print("started")
while not done do
  local before = n
  n = count(before)
end
return n > 0`);
  await bench.bench.until(() => bench.bench.stream("stdout").includes("started"));
  await bench.debugger.setBreakpoints("In[1]", [1]);
  assert.equal((await bench.next("stopped")).line, 1);
  await bench.debugger.setBreakpoints("In[1]", [7]);
  assert.equal((await bench.step("continue")).line, 7);
  await evaluate(bench, "done");
  await bench.debugger.evaluate("done = true", (await frame(bench)).id);
  assert.equal(await finish(bench, run), "true");
});

test("stops in what closes a coroutine that is older than the breakpoint", async (bench) => {
  await bench.bench.run(`co = coroutine.create(function()
  local guard <close> = setmetatable({}, { __close = function()
    closed = true
  end })
  coroutine.yield()
end)
coroutine.resume(co)`);
  await bench.debugger.setBreakpoints("In[1]", [2]);
  const run = bench.bench.run("coroutine.close(co)\nreturn closed");
  assert.equal((await bench.next("stopped")).line, 2);
  assert.deepEqual((await stack(bench)).slice(1), ["main chunk:0"]);
  assert.equal(await finish(bench, run), "true");
});

test("leaves code that is looked at for calls alone open to interrupts", async (bench) => {
  await bench.bench.run("function other()\n  return 1\nend");
  await bench.debugger.setBreakpoints("In[1]", [1]);
  const run = bench.bench.run("print('started')\nwhile true do local x = 1 end");
  await bench.bench.until(() => bench.bench.stream("stdout").includes("started"));
  bench.bench.engine.interrupt("interrupt");
  assert.equal((await run).status, "error");
});

test("lets executions alternate whose lines are looked at", async (bench) => {
  await bench.debugger.setBreakpoints("In[1]", [2]);
  await bench.debugger.setBreakpoints("In[2]", [3]);
  const first = bench.bench.run("while not y do\nend\nif false then z = 1 end\nx = true");
  const second = bench.bench.run("y = true\nwhile not x do\nend\nif false then z = 1 end");
  const stops = [await bench.next("stopped"), await bench.step("continue")];
  assert.deepEqual(stops.map(({ execution }) => execution).sort(), [1, 2]);
  await bench.debugger.resume("continue");
  const outcomes = await Promise.all([first, second]);
  assert.deepEqual(outcomes.map(({ status }) => status), ["ok", "ok"]);
});

test("goes through tail calls", async (bench) => {
  const { run } = await stopAt(
    bench,
    1,
    `local function last(n)
  local m = n
  return m
end
local function first(n)
  return last(n + 1)
end
local value = first(1)
return value`,
  );
  assert.deepEqual(await stack(bench), ["function <In[1]:1>:1", "main chunk:7"]);
  assert.equal((await bench.step("stepOut")).line, 8);
  assert.equal(await finish(bench, run), "2");
});

test("steps over a tail call to where its function was called", async (bench) => {
  const { run } = await stopAt(
    bench,
    4,
    `local function last(n)
  return n
end
local function first(n)
  return last(n + 1)
end
local value = first(1)
return value`,
  );
  assert.equal((await bench.step("next")).line, 7);
  assert.equal(await finish(bench, run), "2");
});

test("stops below pcall, and steps past an error that it catches", async (bench) => {
  const { run } = await stopAt(
    bench,
    1,
    `local function fails()
  local text = "no"
  error(text)
end
local ok, message = pcall(fails)
return ok, message`,
  );
  assert.deepEqual(await stack(bench), ["function <In[1]:1>:1", "main chunk:4"]);
  assert.equal((await bench.step("next")).line, 2);
  assert.equal((await bench.step("next")).line, 5);
  assert.equal(await finish(bench, run), 'false\t"In[1]:3: no"');
});

test("stops in functions that C calls, and steps out of them", async (bench) => {
  const { run } = await stopAt(
    bench,
    2,
    `local list = { 3, 1, 2 }
table.sort(list, function(a, b)
  return a < b
end)
local text = ("x"):gsub(".", function(c) return c .. c end)
return list[1], text`,
  );
  assert.deepEqual((await stack(bench)).slice(1), ["main chunk:1"]);
  await bench.debugger.setBreakpoints("In[1]", []);
  assert.equal((await bench.step("stepOut")).line, 4);
  assert.equal(await finish(bench, run), '1\t"xx"');
});

test("steps over recursion, and stops once for each call at a breakpoint", async (bench) => {
  const { run } = await stopAt(
    bench,
    2,
    `local function fact(n)
  if n == 0 then return 1 end
  local rest = fact(n - 1)
  return n * rest
end
return fact(3)`,
  );
  assert.equal((await bench.step("continue")).line, 2);
  assert.equal(await evaluate(bench, "n"), "2");
  await bench.debugger.setBreakpoints("In[1]", []);
  assert.equal((await bench.step("next")).line, 3);
  assert.equal(await evaluate(bench, "n"), "2");
  assert.equal((await bench.step("stepOut")).line, 3);
  assert.equal(await evaluate(bench, "n, rest"), "3\t2");
  assert.equal(await finish(bench, run), "6");
});

test("shows and sets upvalues, locals in their scopes and globals", async (bench) => {
  const { run } = await stopAt(
    bench,
    5,
    `counter, name = 5, "outer"
local step = 2
local function add(name, ...)
  local unset
  do local hidden = 1 end
  counter = counter + step
  return name, step, counter, ...
end
return add("inner", true)`,
  );
  assert.deepEqual(await shown(bench, "Locals"), {
    name: '"inner"',
    unset: "nil",
    "...1": "true",
  });
  assert.deepEqual(await shown(bench, "Upvalues"), { step: "2" });
  assert.deepEqual(await shown(bench, "Globals"), { counter: "5", name: '"outer"' });
  assert.equal(await evaluate(bench, "name, unset, hidden, ..."), '"inner"\tnil\tnil\ttrue');
  await bench.debugger.setVariable(await scope(bench, "Upvalues"), "step", "step * 10");
  await bench.debugger.setVariable(await scope(bench, "Globals"), "counter", "#name");
  await bench.debugger.setVariable(await scope(bench, "Locals"), "...1", "'rest'");
  await bench.debugger.evaluate("name = name .. step", (await frame(bench)).id);
  assert.equal(await finish(bench, run), '"inner20"\t20\t25\t"rest"');
});

test("shows keys of all kinds and metatables, and sets fields", async (bench) => {
  const { run } = await stopAt(
    bench,
    1,
    `local t = setmetatable({ 10, x = 1, ["a b"] = { y = 2 }, [true] = 3, [2.5] = 4 }, { __index = {} })
return t.x, t["a b"].y, t[true]`,
  );
  const [t] = await bench.debugger.variables(await scope(bench, "Locals"));
  assert.equal(t?.type, "table");
  const inside = await bench.debugger.variables(t.variablesReference);
  assert.deepEqual(inside.map(({ name, value }) => `${name} = ${value}`), [
    "[1] = 10",
    "[2.5] = 4",
    '["a b"] = {y = 2}',
    "x = 1",
    "[true] = 3",
    "(metatable) = {__index = {}}",
  ]);
  const nested = inside.find(({ name }) => name.includes("a b"));
  await bench.debugger.setVariable(nested?.variablesReference ?? 0, "y", "{ 7 }");
  await bench.debugger.setVariable(t.variablesReference, "[true]", "t.x");
  const set = bench.debugger.setVariable(t.variablesReference, "(metatable)", "{}");
  await assert.rejects(set, { code: "debug.evaluate" });
  assert.equal(await finish(bench, run), "1\t{7}\t1");
});

test("evaluates what fails, yields or asks for a frame's functions", async (bench) => {
  const { run } = await stopAt(bench, 1, "local t = { v = 1 }\nreturn t.v, kept(), made");
  const { id } = await frame(bench);
  const failures: [code: string, message: RegExp][] = [
    ["error('boom')", /boom/],
    ["error({ code = 4 })", /code = 4/],
    ["1 +", /near/],
    ["coroutine.yield(1)", /outside a coroutine/],
    ["t.v.w.x", /index/],
  ];
  for (const [code, message] of failures) {
    await assert.rejects(bench.debugger.evaluate(code, id), (error: Error & { code?: string }) => {
      assert.equal(error.code, "debug.evaluate", String(error));
      assert.match(error.message, message, code);
      return true;
    });
  }
  assert.equal((await bench.debugger.evaluate("print(t.v)", id)).value, "");
  await bench.debugger.evaluate("made = t; function kept() return t == nil end", id);
  assert.equal(await evaluate(bench, "kept()"), "false");
  assert.equal(await finish(bench, run), "1\ttrue\t{v = 1}");
  assert.equal(bench.bench.stream("stdout"), "1\n");
});

test("interrupts an evaluation that does not end, and what stands with it", async (bench) => {
  const { run } = await stopAt(bench, 1, "x = 7\nreturn x");
  const { id } = await frame(bench);
  const endless = bench.debugger.evaluate("print('in') while true do end", id);
  await bench.bench.until(() => bench.bench.stream("stdout").includes("in"));
  bench.bench.engine.interrupt("interrupt");
  await assert.rejects(endless, { code: "debug.evaluate" });
  assert.equal((await run).status, "error");
  assert.equal(await bench.bench.text("x"), "7");
});

test("lets an evaluation ask the person at the front end", async (bench) => {
  const { run } = await stopAt(bench, 1, "local x = 1\nreturn x");
  const { id } = await frame(bench);
  const asked = bench.debugger.evaluate("x .. input('? ')", id);
  await bench.bench.until(() => bench.bench.questions.length === 1);
  bench.bench.questions[0]?.answer("one");
  assert.equal((await asked).value, '"1one"');
  assert.equal(await finish(bench, run), "1");
});

test("ends an execution that is interrupted while another stands", async (bench) => {
  const { run } = await stopAt(bench, 1, "x = 7\nreturn x");
  const waiting = bench.bench.run("while true do end");
  bench.bench.engine.interrupt("interrupt", 2);
  assert.equal((await waiting).status, "error");
  assert.deepEqual(await stack(bench), ["main chunk:1"]);
  assert.equal(await finish(bench, run), "7");
});

test("stops nobody else's code by a step", async (bench) => {
  const { run } = await stopAt(bench, 0, "x = 1\nwhile not y do end\nreturn 'seen'");
  assert.equal((await bench.step("next")).line, 1);
  await bench.debugger.setBreakpoints("In[1]", [2]);
  await bench.debugger.resume("next");
  // The loop's line comes again and again.
  await bench.next("stopped");
  await bench.debugger.setBreakpoints("In[1]", []);
  await bench.debugger.resume("stepOut");
  assert.equal((await bench.bench.run("local z = 1\ny = z")).status, "ok");
  const outcome = await run;
  assert(outcome.status === "ok");
  assert.deepEqual(bench.others.filter(({ type }) => type === "stopped"), []);
});

test("pauses before the first line of the next execution, and where input is awaited", async (bench) => {
  await bench.debugger.pause();
  const run = bench.bench.run("local a = input('? ')\nlocal b = a\nreturn b");
  const first = await bench.next("stopped");
  assert.deepEqual([first.reason, first.line], ["pause", 0]);
  await bench.debugger.resume("continue");
  await bench.bench.until(() => bench.bench.questions.length === 1);
  await bench.debugger.pause();
  bench.bench.questions[0]?.answer("yes");
  const second = await bench.next("stopped");
  assert.deepEqual([second.reason, second.line], ["pause", 1]);
  assert.equal(await finish(bench, run), '"yes"');
});

test("does not go into user expressions", async (bench) => {
  await bench.debugger.setBreakpoints("In[1]", [0]);
  const run = bench.bench.run("x = 1", { userExpressions: { two: "1 + 1" } });
  await bench.next("stopped");
  await bench.debugger.resume("next");
  const outcome = await run;
  assert(outcome.status === "ok" && outcome.userExpressions.two?.status === "ok");
  assert.deepEqual(bench.others.filter(({ type }) => type === "stopped"), []);
});

test("stops in chunks of load and in sources with long names", async (bench) => {
  const path = `/${"long/".repeat(20)}name.lua`;
  assert.deepEqual(await bench.debugger.setBreakpoints(path, [1]), [{ line: 1, verified: false }]);
  await bench.debugger.setBreakpoints("chunk", [1]);
  const run = bench.bench.run(`load("local a = 1\\nlocal b = a", "=chunk")()
load("local c = 1\\n\\nlocal d = c", "@${path}")()`);
  const first = await bench.next("stopped");
  assert.deepEqual([first.source, first.line], ["chunk", 1]);
  const second = await bench.step("continue");
  assert.deepEqual([second.source, second.line], [path, 2]);
  await finish(bench, run);
});

test("knows the lines of long functions, nested ones and loops", async (bench) => {
  const filler = "  x = (x or 0) + 1\n".repeat(300);
  const code = `function outer()\n${filler}\n\n  return function()\n\n    return x\n  end\nend`;
  await bench.bench.run(code);
  const states = await bench.debugger.setBreakpoints("In[1]", [0, 150, 301, 304, 306, 309]);
  assert.deepEqual(states.map(({ line, verified }) => verified ? line : -1), [
    0,
    150,
    305,
    305,
    306,
    -1,
  ]);
});

test("stops in a module by its path, steps into it past require, and back out", async (bench) => {
  const module = {
    path: "/modules/m.lua",
    text: "local m = {}\nfunction m.f(n)\n  return n\nend\nreturn m",
  };
  await using host = await DebugBench.start(factory, {
    call: (_execution, name) =>
      name === "module.read" ? Promise.resolve(module) : Promise.reject(new TypeError(name)),
  });
  await host.debugger.setBreakpoints("In[1]", [0]);
  await host.debugger.setBreakpoints(module.path, [2]);
  const run = host.bench.run("local m = require 'm'\nreturn m.f(1)");
  run.catch(() => {});
  await host.next("stopped");
  const into = await host.step("stepIn");
  assert.deepEqual([into.source, into.line], [module.path, 0]);
  assert.deepEqual(await stack(host), ["main chunk:0", "main chunk:0"]);
  const out = await host.step("stepOut");
  assert.deepEqual([out.source, out.line], ["In[1]", 1]);
  const stop = await host.step("continue");
  assert.deepEqual([stop.source, stop.line, stop.reason], [module.path, 2, "breakpoint"]);
  const states = await host.debugger.setBreakpoints(module.path, [3]);
  assert.deepEqual(states, [{ line: 3, verified: true }]);
  assert.equal(await finish(host, run), "1");
  assert.deepEqual(bench.others, []);
});

test("does not stop in the library's own code", async (bench) => {
  assert.deepEqual(await bench.debugger.setBreakpoints("(llmspell)", [10]), [
    { line: 10, verified: false },
  ]);
  assert.equal(await bench.bench.text("pcall(require, 'x'), debug.sethook"), "false\tnil");
});

const everything = `local log = {}
local function note(...)
  log[#log + 1] = table.concat({ ... }, ":")
end
local object = setmetatable({}, {
  __index = function(_, key) return key .. "!" end,
  __add = function(_, n) return n + 1 end,
  __call = function(_, ...) return select("#", ...) end,
  __close = function() note("closed") end,
})
local function vararg(first, ...)
  if first == nil then return 0 end
  return first + vararg(...)
end
local function producer(n)
  for i = 1, n do
    local got = coroutine.yield(i)
    if got == "fail" then error({ code = i }) end
  end
  return "end"
end
do
  local guard <close> = object
  note(object.field, object + 1, object(1, nil, 3))
end
note(vararg(1, 2, 3))
local next_value = coroutine.wrap(producer)
note(next_value(2), next_value(), next_value())
local co = coroutine.create(producer)
coroutine.resume(co, 3)
local ok, problem = coroutine.resume(co, "fail")
note(tostring(ok), problem.code)
note(select(2, pcall(function()
  local x = nil
  return x.y
end)))
note(select(2, xpcall(error, function(m) return "handled " .. m end, "it")))
table.sort(log, function(a, b)
  return a < b
end)
for word in ("a b c"):gmatch("%a") do
  if word == "b" then goto continue end
  note((word:gsub(".", function(c) return c:upper() end)))
  ::continue::
end
return table.concat(log, "|")`;

for (const action of ["stepIn", "next", "stepOut"] as const) {
  test(`changes nothing of what code does by ${action}`, async (bench) => {
    const expected = await bench.bench.text(everything);
    await bench.debugger.pause();
    const run = bench.bench.run(everything, { chunkName: "In[2]" });
    run.catch(() => {});
    let steps = 0;
    const ended = run.then(() => undefined);
    for (;;) {
      const stop = await Promise.race([bench.next("stopped"), ended]);
      if (stop === undefined) break;
      steps++;
      assert.equal(stop.source, "In[2]");
      assert.deepEqual(await bench.debugger.stackTrace().then(([top]) => top?.line), stop.line);
      await shown(bench, "Locals");
      await bench.debugger.resume(action);
    }
    const outcome = await run;
    assert(outcome.status === "ok", JSON.stringify(outcome));
    assert.equal(outcome.result?.data["text/plain"], expected?.replaceAll("In[1]", "In[2]"));
    assert(action === "stepOut" ? steps === 1 : steps > 25, `${steps} steps`);
  });
}
