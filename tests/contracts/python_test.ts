// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { createPythonEngine } from "../../lib/engines/python/mod.ts";
import { testDebugger } from "./debugger_contract.ts";
import { EngineBench } from "./engine_bench.ts";
import { testEngine } from "./engine_contract.ts";

/** One for all tests: the interpreter is compiled once. */
const pythonEngine = createPythonEngine();

testEngine(pythonEngine, {
  answer: "6 * 7",
  nothing: "unused = 1",
  setX: "x = 7",
  getX: "x",
  mixedStreams: "import sys\nprint('a'); sys.stderr.write('b\\n'); _ = sys.stdout.write('c\\n')",
  fails: "# first\nraise ValueError('boom')",
  invalid: "x = = 1",
  incomplete: "for i in range(3):",
  spins: "print('started')\nwhile True: pass",
  spinsStubbornly: `print('started')
while True:
    try:
        while True: pass
    except BaseException:
        pass`,
  spinsUntilStop: "stop = globals().get('stop')\nwhile not stop: pass\n'stopped'",
  stop: "stop = True",
  readsLine: "input()",
  exits: "import sys\ntry:\n    sys.exit(3)\nexcept Exception:\n    print('not reached')",
  showsHtml: "from llmspell import HTML\ndisplay(HTML('<b>hi</b>'))",
  hoards: "hoard = []\nwhile True: hoard.append('x' * 100_000 + str(len(hoard)))",
  recurses: "def f(): return 1 + f()\nf()",
  floods: "for i in range(1, 200_001): print(i)",
  registersEcho: `from llmspell import register_target
@register_target("echo")
def opened(comm, message):
    comm.on_msg(lambda message: comm.send(message["data"], buffers=message["buffers"]))`,
  completes: ["isinst", "isinstance"],
  shownText: (text) => `'${text}'`,
});

Deno.test("python session keeps results, sources and the state of __future__", async () => {
  await using bench = await EngineBench.start(pythonEngine);
  await bench.run("'first'");
  await bench.run("'second';");
  assert.equal(
    await bench.text("_, Out[1], _1, In[2]"),
    `('first', 'first', 'first', "'second';")`,
  );
  assert.equal(await bench.text("__"), "'first'");
  await bench.run("from __future__ import annotations");
  assert.equal(await bench.text("def f(x: y): pass\nf.__annotations__"), "{'x': 'y'}");
});

Deno.test("python session awaits at the top level and runs event loops", async () => {
  await using bench = await EngineBench.start(pythonEngine);
  const define = "import asyncio\nasync def f(n):\n    await asyncio.sleep(0)\n    return n\n";
  assert.equal(await bench.text(`${define}await asyncio.gather(f(1), f(2))`), "[1, 2]");
  assert.equal(await bench.text("asyncio.run(f(3))"), "3");
  const late = "async with asyncio.timeout(0): await asyncio.sleep(9)";
  assert.match(await bench.text(late) ?? "", /^TimeoutError/);
  assert.equal(await bench.text("import time; time.sleep(0); 4"), "4");
});

Deno.test("python session shows the richest forms, updates and clears", async () => {
  await using bench = await EngineBench.start(pythonEngine);
  const outcome = await bench.run(`class R:
    def _repr_html_(self): return "<i>", {"a": 1}
    def _repr_png_(self): return b"\\x89"
    def __repr__(self): return "R"
R()`);
  assert(outcome.status === "ok");
  assert.deepEqual(outcome.result, {
    data: { "text/plain": "R", "text/html": "<i>", "image/png": "iQ==" },
    metadata: { "text/html": { a: 1 } },
  });
  await bench.run("h = display(1, display_id='d')\nh.update(2)\nclear_output(wait=True)");
  const shown = { type: "display", metadata: {}, displayId: "d" };
  assert.deepEqual(bench.emitted.map(({ event }) => event), [
    { ...shown, data: { "text/plain": "1" } },
    { ...shown, data: { "text/plain": "2" }, update: true },
    { type: "clear_output", wait: true },
  ]);
});

Deno.test("python session asks for a password, and tells the end of input", async () => {
  await using bench = await EngineBench.start(pythonEngine);
  const running = bench.text("import getpass; getpass.getpass('Key: ')");
  await bench.until(() => bench.questions.length > 0);
  assert.deepEqual(bench.questions[0]?.request, { prompt: "Key: ", password: true });
  bench.questions[0]?.answer("k");
  assert.equal(await running, "'k'");
});

Deno.test("python session lets code clean up after an interrupt", async () => {
  await using bench = await EngineBench.start(pythonEngine);
  const running = bench.run(`print("started")
try:
    while True: pass
finally:
    print("cleaned")`);
  await bench.until(() => bench.stream("stdout").includes("started"));
  bench.engine.interrupt("interrupt");
  const outcome = await running;
  assert(outcome.status === "error");
  assert.equal(outcome.ename, "Interrupted");
  assert.match(bench.stream("stdout"), /cleaned/);
});

Deno.test("python session loses no interrupt, whenever it comes", async () => {
  await using bench = await EngineBench.start(pythonEngine);
  for (let round = 0; round < 150; round++) {
    const seen = bench.stream("stdout").length;
    const running = bench.run('print("started")\nwhile True: pass');
    await bench.until(() => bench.stream("stdout").length > seen);
    bench.engine.interrupt("interrupt");
    assert.equal((await running).status, "error");
  }
});

Deno.test("python session completes members, modules and keywords, and inspects", async () => {
  await using bench = await EngineBench.start(pythonEngine);
  const { engine } = bench;
  await bench.run(`import os
class Dog:
    "A dog."
    def bark(self, times=1):
        "Barks."
dog = Dog()`);
  const texts = async (code: string): Promise<string[]> =>
    (await engine.complete(code, code.length)).matches.map(({ text }) => text);
  assert.deepEqual(await texts("dog.b"), ["bark"]);
  assert.deepEqual(await texts("os.path.basen"), ["basename"]);
  assert.deepEqual(await texts("import colle"), ["collections"]);
  assert.deepEqual(await texts("from os import getpp"), ["getppid"]);
  assert.deepEqual(await texts("nonl"), ["nonlocal"]);
  const { matches, start } = await engine.complete("'😀' + dog.ba", 13);
  assert.equal(start, 11);
  assert.deepEqual(matches[0], { text: "bark", kind: "method", signature: "(self, times=1)" });
  const found = await engine.inspect("dog.bark(2)", 6, 1);
  assert(found.found);
  assert.match(String(found.data["text/plain"]), /bark\(self, times=1\).*In\[1\].*def bark/s);
  assert.deepEqual(await engine.inspect("nothing", 3, 0), { found: false });
  assert.deepEqual(await engine.isComplete("def f():"), { status: "incomplete", indent: "    " });
  assert.equal((await engine.isComplete("if x:\n    y")).status, "incomplete");
  assert.equal((await engine.isComplete("if x:\n    y\n")).status, "complete");
});

Deno.test("python session tells script arguments, exit codes and packages that are not there", async () => {
  const script = { path: "s.py", arguments: ["a", "b"] };
  await using bench = await EngineBench.start(pythonEngine, { script });
  assert.equal(await bench.text("import sys; sys.argv"), "['s.py', 'a', 'b']");
  const outcome = await bench.run("sys.exit('bad')");
  assert(outcome.status === "ok");
  assert.equal(outcome.exitCode, 1);
  assert.equal(bench.stream("stderr"), "bad\n");
  const missing = await bench.run("import numpy");
  assert(missing.status === "error");
  assert.match(missing.traceback.join("\n"), /numpy.*standard library; other packages are not/s);
});

testDebugger(pythonEngine, {
  adds: `def add(a, b):
    sum = a + b
    return sum

first = add(1, 2)
second = add(first, 10)
print(second)
second`,
  prints: "print('before')\nx = 1\n\nx = 2",
  lists: "list = [1, 2, 3]\nlist[1]",
  inside: { "0": "1", "1": "2", "2": "3" },
  spins: "print('started')\nn = 0\nwhile True:\n    n += 1",
  failing: "missing + 1",
  callsAdd: "add(20, 22)",
  assignsA: "a = 5",
});
