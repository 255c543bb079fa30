// SPDX-License-Identifier: Apache-2.0 OR MIT
// What Python's debugger does beyond the battery: Python's own kinds of code, and scripts that meddle with it.

import assert from "node:assert/strict";
import type { ExecuteOutcome } from "../../lib/contracts/mod.ts";
import { createPythonEngine } from "../../lib/engines/python/mod.ts";
import { DebugBench } from "./debugger_contract.ts";

/** One for all tests: the interpreter is compiled once. */
const pythonEngine = createPythonEngine();

function test(behaviour: string, body: (bench: DebugBench) => Promise<void>): void {
  Deno.test(`python debugger ${behaviour}`, async () => {
    await using bench = await DebugBench.start(pythonEngine);
    await body(bench);
  });
}

/** Lines at which `code` stops with breakpoints on `lines`, each with the values of `watch` there. */
async function trace(
  bench: DebugBench,
  code: string,
  lines: readonly number[],
  watch: string,
): Promise<string[]> {
  const seen: string[] = [];
  await bench.debugger.setBreakpoints("In[1]", lines);
  const run = bench.bench.run(code);
  const over = run.then(() => undefined);
  for (;;) {
    const stop = await Promise.race([bench.next("stopped"), over]);
    if (stop === undefined) break;
    const [frame] = await bench.debugger.stackTrace();
    assert(frame !== undefined);
    const { value } = await bench.debugger.evaluate(watch, frame.id);
    seen.push(`${stop.line} ${frame.name} ${value}`);
    await bench.debugger.resume("continue");
  }
  assert.equal((await run).status, "ok", JSON.stringify(await run));
  return seen;
}

/** The lines of the steps that `action` makes until the run ends. */
async function steps(
  bench: DebugBench,
  run: Promise<ExecuteOutcome>,
  action: "next" | "stepIn" | "stepOut",
): Promise<number[]> {
  const lines: number[] = [(await bench.next("stopped")).line];
  const over = run.then(() => undefined);
  for (;;) {
    await bench.debugger.resume(action);
    const stop = await Promise.race([bench.next("stopped"), over]);
    if (stop === undefined) return lines;
    lines.push(stop.line);
  }
}

/** Names and values of a scope of the innermost frame. */
async function scope(bench: DebugBench, name: string): Promise<Record<string, string>> {
  const [frame] = await bench.debugger.stackTrace();
  const found = (await bench.debugger.scopes(frame!.id)).find((each) => each.name === name);
  assert(found !== undefined, name);
  const variables = await bench.debugger.variables(found.variablesReference);
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
}

async function evaluate(bench: DebugBench, expression: string): Promise<string> {
  const [frame] = await bench.debugger.stackTrace();
  return (await bench.debugger.evaluate(expression, frame!.id)).value;
}

test("stops in a generator each time it goes on", async (bench) => {
  const code = "def count(n):\n    for i in range(n):\n        yield i\n\nsum(count(3))";
  assert.deepEqual(await trace(bench, code, [2], "i"), ["2 count 0", "2 count 1", "2 count 2"]);
});

test("stops in coroutines and at the top level of code that awaits", async (bench) => {
  const code = `import asyncio
async def work(n):
    await asyncio.sleep(0)
    return n * 2

x = await work(2)
await asyncio.gather(work(3), work(4))`;
  assert.deepEqual(await trace(bench, code, [3, 6], "globals().get('x'), locals().get('n')"), [
    "3 work (None, 2)",
    "6 <module> (4, None)",
    "3 work (4, 3)",
    "3 work (4, 4)",
  ]);
});

test("stops in comprehensions, and sees and keeps their variables", async (bench) => {
  const code = "k = 10\nfound = [\n    i * k\n    for i in range(2)\n]\nfound";
  assert.deepEqual(await trace(bench, code, [2], "i, k"), [
    "2 <module> (0, 10)",
    "2 <module> (1, 10)",
  ]);
  await bench.debugger.setBreakpoints("In[2]", [2]);
  const run = bench.bench.run(code);
  await bench.next("stopped");
  assert.equal((await scope(bench, "Locals"))["i"], "0");
  await evaluate(bench, "k = 7");
  await bench.debugger.detach();
  const outcome = await run;
  assert(outcome.status === "ok");
  assert.equal(outcome.result?.data["text/plain"], "[0, 7]");
});

test("stops in methods, and names them by their class", async (bench) => {
  const code = "class Dog:\n    def bark(self, n):\n        return 'w' * n\n\nDog().bark(2)";
  assert.deepEqual(await trace(bench, code, [2], "n"), ["2 Dog.bark 2"]);
});

test("shows and changes what a nested function closes over", async (bench) => {
  const code = `def outer(a):
    b = a + 1
    def inner(c):
        nonlocal b
        d = a + b + c
        return d
    return inner(5), b

outer(1)`;
  await bench.debugger.setBreakpoints("In[1]", [4]);
  const run = bench.bench.run(code);
  await bench.next("stopped");
  assert.deepEqual(await scope(bench, "Locals"), { c: "5" });
  assert.deepEqual(await scope(bench, "Closure"), { a: "1", b: "2" });
  assert.deepEqual(Object.keys(await scope(bench, "Globals")), ["outer"]);
  const [frame] = await bench.debugger.stackTrace();
  const [, closure] = await bench.debugger.scopes(frame!.id);
  await bench.debugger.setVariable(closure!.variablesReference, "b", "b * 10");
  assert.equal(await evaluate(bench, "sum(a * b * c for _ in range(2))"), "200");
  assert.equal(await evaluate(bench, "(lambda: c)()"), "5");
  await bench.debugger.resume("continue");
  const outcome = await run;
  assert(outcome.status === "ok");
  assert.equal(outcome.result?.data["text/plain"], "(26, 20)");
});

test("steps through with, try, except and finally", async (bench) => {
  const code = `import contextlib
with contextlib.suppress(KeyError):
    try:
        {}["a"]
    except KeyError:
        x = 1
        raise
    finally:
        x = 2
x`;
  await bench.debugger.setBreakpoints("In[1]", [1]);
  const lines = await steps(bench, bench.bench.run(code), "next");
  assert.deepEqual(lines, [1, 2, 3, 4, 5, 6, 8, 1, 9]);
});

test("steps into the user's code only, and from one expression to the last", async (bench) => {
  const code = `import json
class Key:
    def __repr__(self):
        return "k"
def key(n):
    return -n
xs = sorted([1, 2], key=key)
json.dumps(xs)
Key()`;
  await bench.debugger.setBreakpoints("In[1]", [6]);
  const lines = await steps(bench, bench.bench.run(code), "next");
  assert.deepEqual(lines, [6, 7, 8]);
  await bench.debugger.setBreakpoints("In[2]", [6]);
  const into = await steps(bench, bench.bench.run(code), "stepIn");
  assert.deepEqual(into, [6, 5, 5, 7, 8, 3]);
});

test("steps over a recursion in its own frame, and out of it", async (bench) => {
  const code = `def fact(n):
    if n < 2:
        return 1
    m = fact(n - 1)
    return n * m
fact(4)`;
  await bench.debugger.setBreakpoints("In[1]", [3]);
  const run = bench.bench.run(code);
  await bench.next("stopped");
  await bench.debugger.setBreakpoints("In[1]", []);
  assert.equal((await bench.step("next")).line, 4);
  assert.equal(await evaluate(bench, "n, m"), "(4, 6)");
  await bench.debugger.detach();
  assert.equal((await run).status, "ok");
  await bench.debugger.attach();
  await bench.debugger.setBreakpoints("In[2]", [2]);
  const second = bench.bench.run(code);
  await bench.next("stopped");
  assert.equal((await bench.debugger.stackTrace()).length, 5);
  assert.equal((await bench.step("stepOut")).line, 4);
  assert.equal(await evaluate(bench, "n"), "2");
  await bench.debugger.detach();
  assert.equal((await second).status, "ok");
});

test("steps over a wait, whatever runs meanwhile", async (bench) => {
  const code = `import asyncio
async def other():
    for _ in range(3):
        await asyncio.sleep(0)
task = asyncio.ensure_future(other())
await asyncio.sleep(0.01)
1`;
  await bench.debugger.setBreakpoints("In[1]", [4]);
  assert.deepEqual(await steps(bench, bench.bench.run(code), "next"), [4, 5, 6]);
});

test("stops in a module that is imported, also when it is already there", async (bench) => {
  const prepare = `import sys
open("/tmp/helper.py", "w").write("def twice(n):\\n    m = n * 2\\n    return m\\n")
sys.path.insert(0, "/tmp")`;
  await bench.bench.run(prepare);
  const source = "/tmp/helper.py";
  assert.deepEqual(await bench.debugger.setBreakpoints(source, [1]), [
    { line: 1, verified: false },
  ]);
  const run = bench.bench.run("import helper\nhelper.twice(4)");
  const stop = await bench.next("stopped");
  assert.deepEqual([stop.source, stop.line], [source, 1]);
  assert.deepEqual(
    (await bench.debugger.stackTrace()).map(({ name, source }) => `${name} ${source}`),
    [`twice ${source}`, "<module> In[2]"],
  );
  await bench.debugger.setBreakpoints(source, []);
  await bench.debugger.resume("continue");
  assert.equal((await run).status, "ok");
  assert.deepEqual(await bench.debugger.setBreakpoints(source, [2]), [{ line: 2, verified: true }]);
  const second = bench.bench.run("helper.twice(5)");
  assert.equal((await bench.next("stopped")).line, 2);
  assert.equal(await evaluate(bench, "m"), "10");
  await bench.debugger.detach();
  assert.equal((await second).status, "ok");
});

test("stops in the standard library when a breakpoint names it", async (bench) => {
  const source = "/lib/python314.zip/textwrap.py";
  await bench.bench.run("import textwrap, inspect\nfill = textwrap.fill");
  const line = Number(
    await bench.bench.text("inspect.getsourcelines(fill)[1] + len(fill.__doc__.splitlines())"),
  );
  const [state] = await bench.debugger.setBreakpoints(source, [line]);
  assert.equal(state?.verified, true);
  const run = bench.bench.run("fill('a')");
  const stop = await bench.next("stopped");
  assert.equal(stop.source, source);
  assert.equal((await bench.debugger.stackTrace())[0]?.name, "fill");
  await bench.debugger.detach();
  assert.equal((await run).status, "ok");
});

test("takes a breakpoint that is set while a loop runs, and loses it again", async (bench) => {
  const run = bench.bench.run("print('started')\nn = 0\nwhile True:\n    n += 1\n    n += 1");
  await bench.bench.until(() => bench.bench.stream("stdout").includes("started"));
  assert.deepEqual(await bench.debugger.setBreakpoints("In[1]", [3]), [{
    line: 3,
    verified: true,
  }]);
  assert.equal((await bench.next("stopped")).reason, "breakpoint");
  const before = Number(await evaluate(bench, "n"));
  assert.equal((await bench.step("continue")).line, 3);
  assert.equal(Number(await evaluate(bench, "n")), before + 2);
  await bench.debugger.setBreakpoints("In[1]", []);
  await bench.debugger.resume("continue");
  bench.bench.engine.interrupt("interrupt");
  assert.equal((await run).status, "error");
});

test("takes one that is set while code waits", async (bench) => {
  const run = bench.bench.run("input()\nx = 1\ninput()\nx = 2");
  await bench.bench.until(() => bench.bench.questions.length === 1);
  await bench.debugger.setBreakpoints("In[1]", [1]);
  bench.bench.questions[0]?.answer("a");
  assert.equal((await bench.next("stopped")).line, 1);
  await bench.debugger.resume("continue");
  await bench.bench.until(() => bench.bench.questions.length === 2);
  await bench.debugger.pause();
  bench.bench.questions[1]?.answer("b");
  const { reason, line } = await bench.next("stopped");
  assert.deepEqual([reason, line], ["pause", 3]);
  await bench.debugger.detach();
  assert.equal((await run).status, "ok");
});

test("lets an exception through, and stops where it is handled", async (bench) => {
  const code = `def fails():
    raise ValueError("x")
def calls():
    fails()
try:
    calls()
except ValueError as error:
    seen = str(error)
seen`;
  await bench.debugger.setBreakpoints("In[1]", [1]);
  assert.deepEqual(await steps(bench, bench.bench.run(code), "next"), [1, 6, 7, 8]);
  await bench.debugger.setBreakpoints("In[2]", [1]);
  const run = bench.bench.run(code.replace("except ValueError", "except KeyError"));
  await bench.next("stopped");
  assert.equal((await bench.step("stepOut")).line, 6);
  await bench.debugger.resume("next");
  const outcome = await run;
  assert(outcome.status === "error");
  assert.equal(outcome.ename, "ValueError");
  const lines = outcome.traceback.filter((line) => line.includes("File "));
  assert.equal(lines.length, 3, outcome.traceback.join("\n"));
  assert.equal(await bench.bench.text("1 + 1"), "2");
});

test("pauses before the next code, and leaves the end of an execution alone", async (bench) => {
  await bench.debugger.pause();
  const run = bench.bench.run("x = 1\nx");
  const { reason, line } = await bench.next("stopped");
  assert.deepEqual([reason, line], ["pause", 0]);
  await bench.step("next");
  await bench.debugger.resume("next");
  assert.equal((await run).status, "ok");
  assert.equal(await bench.bench.text("2"), "2");
  assert.deepEqual(bench.others.filter(({ type }) => type === "stopped"), []);
});

test("shows what is inside objects, and assigns to it", async (bench) => {
  const code = `from collections import namedtuple, deque
class Slots:
    __slots__ = ("s",)
class Dog:
    def __init__(self):
        self.name, self.tags = "Rex", {"a": 1}
    @property
    def age(self):
        raise RuntimeError("a property was called")
dog, slots, point = Dog(), Slots(), namedtuple("P", "x y")(1, 2)
slots.s, many, fault = 5, list(range(2000)), ValueError("x")
kinds = {"k": [1]}, {7}, deque([8])
pass`;
  await bench.debugger.setBreakpoints("In[1]", [12]);
  const run = bench.bench.run(code);
  await bench.next("stopped");
  const [frame] = await bench.debugger.stackTrace();
  const inside = async (expression: string): Promise<Record<string, string>> => {
    const { variablesReference } = await bench.debugger.evaluate(expression, frame!.id);
    if (variablesReference === 0) return {};
    const found = await bench.debugger.variables(variablesReference);
    return Object.fromEntries(found.map(({ name, value }) => [name, value]));
  };
  const set = async (expression: string, name: string, value: string): Promise<string> => {
    const { variablesReference } = await bench.debugger.evaluate(expression, frame!.id);
    return (await bench.debugger.setVariable(variablesReference, name, value)).value;
  };
  assert.deepEqual(await inside("dog"), { name: "'Rex'", tags: "{'a': 1}" });
  assert.deepEqual(await inside("slots"), { s: "5" });
  assert.deepEqual(await inside("point"), { "0": "1", "1": "2" });
  assert.deepEqual(await inside("fault"), { args: "('x',)" });
  assert.deepEqual(await inside("kinds[0]"), { "'k'": "[1]" });
  assert.deepEqual(await inside("kinds[1]"), { "0": "7" });
  assert.deepEqual(await inside("5"), {});
  assert.equal(Object.keys(await inside("many")).length, 1001);
  assert.equal(await set("dog", "name", "'Max' + str(slots.s)"), "'Max5'");
  assert.equal(await set("kinds[0]", "'k'", "[2]"), "[2]");
  assert.equal(await set("kinds[2]", "0", "9"), "9");
  assert.equal(await evaluate(bench, "dog.name, kinds"), "('Max5', ({'k': [2]}, {7}, deque([9])))");
  await assert.rejects(set("point", "0", "3"), /TypeError: .*does not support item assignment/);
  await assert.rejects(
    set("kinds[1]", "0", "3"),
    /TypeError: Cannot assign to an element of a set/,
  );
  await assert.rejects(evaluate(bench, "1 +"), /SyntaxError/);
  await assert.rejects(evaluate(bench, "missing"), /NameError: name 'missing' is not defined$/);
  assert.equal(await evaluate(bench, ""), "None");
  assert.equal(await evaluate(bench, "for each in range(3): y = each\ny"), "2");
  await bench.debugger.resume("continue");
  assert.equal((await run).status, "ok");
  assert.equal(await bench.bench.text("y"), "2");
});

test("outlives representations that fail, are long or never end", async (bench) => {
  const code = `class Fails:
    def __repr__(self): raise SystemExit(3)
class Loops:
    def __repr__(self):
        while True: pass
long, text, fails = list(range(100_000)), "x" * 100_000, Fails()
pass`;
  await bench.debugger.setBreakpoints("In[1]", [6]);
  const run = bench.bench.run(code);
  await bench.next("stopped");
  assert((await evaluate(bench, "long")).length < 20_100);
  assert((await evaluate(bench, "text")).length < 20_100);
  assert.equal(await evaluate(bench, "fails"), "<error in __repr__: SystemExit: 3>");
  await assert.rejects(evaluate(bench, "input()"), /RuntimeError: Cannot ask for input/);
  await assert.rejects(evaluate(bench, "exit()"), /SystemExit|NameError/);
  const evaluating = evaluate(bench, "print('looping'), Loops()");
  const failing = assert.rejects(evaluating, /Interrupted/);
  await bench.bench.until(() => bench.bench.stream("stdout").includes("looping"));
  bench.bench.engine.interrupt("interrupt");
  await failing;
  const outcome = await run;
  assert(outcome.status === "error");
  assert.equal(outcome.ename, "Interrupted");
  assert.equal(await bench.bench.text("len(long)"), "100000");
});

test("holds against scripts that would switch it off", async (bench) => {
  const attempts: readonly (readonly [code: string, expected: RegExp])[] = [
    ["import sys; m = sys.monitoring; m.free_tool_id(4)", /^ValueError: Cannot use tool 4/],
    ["m.clear_tool_id(4)", /^ValueError: Cannot use tool 4/],
    ["m.set_events(4, 0)", /^ValueError: Cannot use tool 4/],
    ["m.register_callback(4, m.events.LINE, None)", /^ValueError: Cannot use tool 4/],
    ["m.set_local_events(4, (lambda: 0).__code__, 0)", /^ValueError: Cannot use tool 4/],
    ["m.use_tool_id(4, 'x')", /^ValueError: Cannot use tool 4/],
    ["m.free_tool_id(5)", /^ValueError: Cannot use tool 5/],
    [
      "class I(int):\n def __eq__(s, o): return False\n __hash__ = None\nm.free_tool_id(I(4))",
      /^Val/,
    ],
    ["m.free_tool_id('4')", /^TypeError/],
    ["m.use_tool_id(0, 'mine'); m.get_tool(0)", /^'mine'$/],
    ["m.set_events = m.restart_events = m.set_local_events = m.register_callback = None", /^None/],
    ["sys._getframe = None; sys.settrace(lambda *a: None)", /^None/],
    ["import linecache; linecache.getlines = None; linecache.cache[7] = 8", /^None/],
    ["import warnings, builtins; warnings.catch_warnings = None; del builtins.min", /^None/],
    [
      "import gc; gc.disable(); [o for o in gc.get_referrers(m.events) if 'Js' in str(type(o))]",
      /^\[\]/,
    ],
    ["[o for o in gc.get_objects() if type(o).__name__ == 'JsProxy']", /^\[\]/],
  ];
  for (const [code, expected] of attempts) {
    assert.match(await bench.bench.text(code) ?? "None", expected, code);
  }
  const source = `In[${attempts.length + 1}]`;
  await bench.debugger.setBreakpoints(source, [1]);
  const run = bench.bench.run("y = 1\ny = 2\ny = 3\ny");
  assert.equal((await bench.next("stopped")).line, 1);
  assert.equal((await bench.step("next")).line, 2);
  await bench.debugger.resume("continue");
  assert.equal((await run).status, "ok");
});

test("is not misled by a script that calls it", async (bench) => {
  for (const args of ["'breakpoint', print, 1", "'pause', 'x', 'y'", "'end', 'x', 1"]) {
    const text = await bench.bench.text(`display.__globals__['host'].halt(${args})`);
    assert.match(text ?? "", /TypeError: Cannot stand/, args);
  }
  const run = bench.bench.run(
    "display.__globals__['host'].halt('breakpoint', 'x', 1)\nwhile True: pass",
  );
  await bench.next("stopped");
  assert.deepEqual(await bench.debugger.stackTrace(), []);
  bench.bench.engine.interrupt("interrupt");
  const outcome = await run;
  assert(outcome.status === "error");
  assert.equal(outcome.ename, "Interrupted");
  await bench.debugger.detach();
  assert.equal(
    await bench.bench.text("display.__globals__['host'].halt('breakpoint', 'x', 1)"),
    "'continue'",
  );
});

test("outlives a script that takes its own session apart", async (bench) => {
  await bench.bench.run("display.__globals__.update(COMMANDS=None, describe=None)");
  await assert.rejects(bench.debugger.setBreakpoints("In[1]", [0]), TypeError);
  assert.equal(await bench.bench.text("6 * 7"), "42");
});
