// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the debugger does with what only JavaScript has.

import assert from "node:assert/strict";
import type { ExecuteOutcome } from "../../lib/contracts/mod.ts";
import { createJavascriptEngine } from "../../lib/engines/javascript/mod.ts";
import { DebugBench } from "./debugger_contract.ts";
import type { BenchOptions } from "./engine_bench.ts";

const factory = createJavascriptEngine();

/** Lines joined, so that their numbers can be seen. */
const lines = (...list: readonly string[]): string => list.join("\n");

function test(
  behaviour: string,
  body: (bench: DebugBench) => Promise<void>,
  options: BenchOptions = {},
): void {
  Deno.test(`javascript debugger ${behaviour}`, async () => {
    await using bench = await DebugBench.start(factory, options);
    await body(bench);
  });
}

/** Runs code. A test that fails leaves it to be ended with the engine. */
function running(bench: DebugBench, code: string, chunkName?: string): Promise<ExecuteOutcome> {
  const run = bench.bench.run(code, chunkName === undefined ? {} : { chunkName });
  run.catch(() => {});
  return run;
}

/** Runs code with breakpoints; gives the outcome to come and the first stop. */
async function stopIn(bench: DebugBench, code: string, at: readonly number[]): Promise<{
  readonly run: Promise<ExecuteOutcome>;
  readonly line: number;
}> {
  await bench.debugger.setBreakpoints("In[1]", at);
  const run = running(bench, code);
  const { line } = await bench.next("stopped");
  return { run, line };
}

/** Names and values of a scope of a frame, 0 being the innermost. */
async function shown(
  { debugger: debug }: DebugBench,
  { frame = 0, scope = "Locals" } = {},
): Promise<Record<string, string>> {
  const frames = await debug.stackTrace();
  const scopes = await debug.scopes(frames[frame]!.id);
  const found = scopes.find(({ name }) => name === scope);
  if (found === undefined) return {};
  const variables = await debug.variables(found.variablesReference);
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
}

/** Names and lines of the frames. */
async function stack({ debugger: debug }: DebugBench): Promise<readonly string[]> {
  return (await debug.stackTrace()).map(({ name, line }) => `${name}:${line}`);
}

async function evaluated(bench: DebugBench, code: string, frame = 0): Promise<string> {
  const frames = await bench.debugger.stackTrace();
  return (await bench.debugger.evaluate(code, frames[frame]!.id)).value;
}

/** Lets the code run to its end and gives the text of its result. */
async function finished(bench: DebugBench, run: Promise<ExecuteOutcome>): Promise<unknown> {
  await bench.debugger.setBreakpoints("In[1]", []);
  await bench.debugger.resume("continue");
  const outcome = await run;
  assert(outcome.status === "ok", JSON.stringify(outcome));
  return outcome.result?.data["text/plain"];
}

const places: readonly (readonly [
  what: string,
  code: string,
  line: number,
  stack: readonly string[],
  locals: Readonly<Record<string, string>>,
  result: string,
])[] = [
  [
    "an async function after an await",
    lines(
      "async function f(a) {",
      "  const b = await a;",
      "  return b + 1;",
      "}",
      "await f(Promise.resolve(4))",
    ),
    2,
    ["f:2"],
    { b: "4" },
    "5",
  ],
  [
    "a generator",
    lines("function* g(n) {", "  while (n > 0)", "    yield n--;", "}", "[...g(2)].join()"),
    2,
    ["g:2", "(anonymous):4"],
    { n: "2" },
    "'2,1'",
  ],
  [
    "an async generator",
    lines(
      "async function* g() {",
      "  yield 1;",
      "  yield 2;",
      "}",
      "var s = 0;",
      "for await (const x of g())",
      "  s += x;",
      "s",
    ),
    6,
    ["(anonymous):6"],
    { x: "1", s: "0" },
    "3",
  ],
  [
    "a method of a class",
    lines("class A { #p = 1;", "  m(x) {", "    return x + this.#p;", "  }", "}", "new A().m(2)"),
    2,
    ["m:2", "(anonymous):5"],
    { x: "2" },
    "3",
  ],
  [
    "the constructor of a derived class",
    lines(
      "class A { a = 1 }",
      "class B extends A {",
      "  constructor(x) {",
      "    super();",
      "    this.b = x;",
      "  }",
      "}",
      "new B(2).b",
    ),
    3,
    ["constructor:3", "(anonymous):7"],
    { x: "2" },
    "2",
  ],
  [
    "a static block",
    lines("class A { static {", "  const one = 1;", "  this.a = one;", "} }", "A.a"),
    2,
    ["static:2", "(anonymous):0"],
    { one: "1" },
    "1",
  ],
  [
    "an arrow function with an expression as body",
    lines("const twice = (x) =>", "  x * 2;", "twice(4)"),
    1,
    ["twice:1", "(anonymous):2"],
    { x: "4" },
    "8",
  ],
  [
    "an arrow function that gives an object",
    lines("const f = (x) => (", "  { x }", ");", "f(4)"),
    1,
    ["f:1", "(anonymous):3"],
    { x: "4" },
    "{ x: 4 }",
  ],
  [
    "the body of a loop that makes closures",
    lines(
      "const fs = [];",
      "for (const i of [1, 2])",
      "  fs.push(() => i);",
      "fs.map((f) => f()).join()",
    ),
    2,
    ["(anonymous):2"],
    { fs: "[]", i: "1" },
    "'1,2'",
  ],
  [
    "the body of a counting loop",
    lines(
      "const fs = [];",
      "for (let i = 0; i < 2; i++)",
      "  fs.push(() => i);",
      "fs.map((f) => f()).join()",
    ),
    2,
    ["(anonymous):2"],
    { fs: "[]", i: "0" },
    "'0,1'",
  ],
  [
    "a case of a switch",
    lines(
      "function f(k) {",
      "  switch (k) {",
      "    case 1:",
      "      let t = 5;",
      "      return t;",
      "  }",
      "}",
      "f(1)",
    ),
    4,
    ["f:4", "(anonymous):7"],
    { k: "1", t: "5" },
    "5",
  ],
  [
    "a catch clause",
    lines(
      "function f() {",
      "  try { throw new Error('e') }",
      "  catch ({ message }) {",
      "    return message;",
      "  }",
      "}",
      "f()",
    ),
    3,
    ["f:3", "(anonymous):6"],
    { message: "'e'" },
    "'e'",
  ],
  [
    "a getter",
    lines("const o = { get g() {", "  const v = 1;", "  return v; } };", "o.g"),
    2,
    ["g:2", "(anonymous):3"],
    { v: "1" },
    "1",
  ],
  [
    "TypeScript",
    lines(
      "interface P {",
      "  x: number;",
      "}",
      "function f(p: P): number {",
      "  return p.x as number;",
      "}",
      "f({ x: 3 })",
    ),
    4,
    ["f:4", "(anonymous):6"],
    { p: "{ x: 3 }" },
    "3",
  ],
  [
    "a function that is called by a native one",
    lines("const r = [3, 4].map((x, i) => {", "  return x * i;", "});", "r.join()"),
    1,
    ["(anonymous):1", "(anonymous):0"],
    { x: "3", i: "0" },
    "'0,4'",
  ],
  [
    "a callback of a promise",
    lines("var p = Promise.resolve(1).then((v) => {", "  return v + 1;", "});", "await p"),
    1,
    ["(anonymous):1"],
    { v: "1" },
    "2",
  ],
  [
    "strict code",
    lines("'use strict';", "function f(a) {", "  return a + 1;", "}", "f(1)"),
    2,
    ["f:2", "(anonymous):4"],
    { a: "1" },
    "2",
  ],
];

for (const [what, code, line, frames, locals, result] of places) {
  test(`stops in ${what}`, async (bench) => {
    const stop = await stopIn(bench, code, [line]);
    assert.equal(stop.line, line);
    assert.deepEqual(await stack(bench), frames);
    const found = await shown(bench);
    assert.deepEqual({ ...found, ...locals }, found);
    assert.equal(await finished(bench, stop.run), result);
  });
}

test("stops in an imported module, whose source is its path", async (bench) => {
  await bench.debugger.setBreakpoints("/srv/lib/a.ts", [2]);
  const run = running(bench, "import { f } from './lib/a.ts'\nf(1)");
  const stop = await bench.next("stopped");
  assert.deepEqual([stop.source, stop.line], ["/srv/lib/a.ts", 2]);
  assert.deepEqual(await stack(bench), ["f:2", "(anonymous):1"]);
  assert.deepEqual(await shown(bench), { x: "1" });
  assert.deepEqual(await shown(bench, { scope: "Closure" }), { two: "2", f: "[Function: f]" });
  await bench.debugger.setBreakpoints("/srv/lib/a.ts", []);
  assert.equal(await finished(bench, run), "3");
}, {
  call: (_execution, name) => {
    assert.equal(name, "module.read");
    const text = "const two: number = 2;\nexport function f(x: number) {\n  return x + two;\n}";
    return Promise.resolve({ path: "/srv/lib/a.ts", text });
  },
});

test("steps over an await, and out to who waits", async (bench) => {
  const code = lines(
    "async function f() {",
    "  const a = await new Promise((done) => setTimeout(done, 1, 5));",
    "  return a;",
    "}",
    "const other = (async () => { await null;",
    "  globalThis.done = 1; })();",
    "const r = await f();",
    "r",
  );
  const { run, line } = await stopIn(bench, code, [1]);
  assert.equal(line, 1);
  assert.deepEqual((await bench.step("next")).line, 2);
  assert.deepEqual(await shown(bench), { a: "5" });
  assert.deepEqual((await bench.step("next")).line, 7);
  assert.equal(await evaluated(bench, "r"), "5");
  assert.equal(await finished(bench, run), "5");
});

test("steps into a generator, and over a yield to who asked for it", async (bench) => {
  const code = lines(
    "function* g() {",
    "  yield 1;",
    "  yield 2;",
    "}",
    "const i = g();",
    "i.next();",
    "i.next().value",
  );
  const { run } = await stopIn(bench, code, [5]);
  assert.equal((await bench.step("stepIn")).line, 1);
  assert.equal((await bench.step("next")).line, 6);
  assert.equal((await bench.step("stepIn")).line, 2);
  assert.deepEqual(await stack(bench), ["g:2", "(anonymous):6"]);
  assert.equal(await finished(bench, run), "2");
});

test("steps round a loop on one line", async (bench) => {
  const { run } = await stopIn(bench, "let s = 0;\nfor (let i = 0; i < 3; i++) { s += i; }\ns", [
    1,
  ]);
  const seen: number[] = [];
  for (let stop = await bench.step("next"); stop.line === 1; stop = await bench.step("next")) {
    seen.push(Number(await evaluated(bench, "i")));
  }
  assert.deepEqual(seen, [1, 2, 3]);
  assert.equal(await finished(bench, run), "3");
});

test("shows the innermost of names that hide each other, and what is not initialised", async (bench) => {
  const code = lines(
    "function f(x) {",
    "  const y = 1;",
    "  { let x = 'inner';",
    "    { const x = 'innermost', z = 1;",
    "      g(x);",
    "      let late = 1; }",
    "    g(x); }",
    "  return g(x);",
    "}",
    "function g(a) {",
    "  return a;",
    "}",
    "f('outer')",
  );
  const { run } = await stopIn(bench, code, [10]);
  assert.deepEqual(await stack(bench), ["g:10", "f:4", "(anonymous):12"]);
  const inner = { x: "'innermost'", z: "1", late: "<uninitialized>", y: "1" };
  assert.deepEqual(await shown(bench, { frame: 1 }), inner);
  await bench.debugger.resume("continue");
  await bench.next("stopped");
  assert.deepEqual(await shown(bench, { frame: 1 }), { x: "'inner'", y: "1" });
  await bench.debugger.resume("continue");
  await bench.next("stopped");
  assert.deepEqual(await shown(bench, { frame: 1 }), { x: "'outer'", y: "1" });
  assert.equal(await finished(bench, run), "'outer'");
});

test("shows the locals of each frame of a recursion, and assigns to the right one", async (bench) => {
  const code = lines(
    "function f(n) {",
    "  if (n === 0)",
    "    return 0;",
    "  return n + f(n - 1);",
    "}",
    "f(3)",
  );
  const { run } = await stopIn(bench, code, [2]);
  assert.deepEqual(await stack(bench), ["f:2", "f:3", "f:3", "f:3", "(anonymous):5"]);
  const seen = await Promise.all([0, 1, 2, 3].map((frame) => shown(bench, { frame })));
  assert.deepEqual(seen, [{ n: "0" }, { n: "1" }, { n: "2" }, { n: "3" }]);
  const frames = await bench.debugger.stackTrace();
  const [locals] = await bench.debugger.scopes(frames[2]!.id);
  await bench.debugger.setVariable(locals!.variablesReference, "n", "n * 100");
  assert.equal(await evaluated(bench, "n", 2), "200");
  assert.equal(await finished(bench, run), "6");
});

test("keeps the stack right when errors go through it", async (bench) => {
  const code = lines(
    "function deep(n) { if (n === 0) throw new Error('x'); deep(n - 1); }",
    "async function late() { await null; deep(2); }",
    "function* g() { try { yield 1 } finally { deep(1) } }",
    "try { deep(5) } catch { } ",
    "try { [1].map(() => deep(3)) } catch { }",
    "try { for (const x of g()) break } catch { }",
    "await late().catch(() => {});",
    "await new Promise((_, reject) => deep(1)).catch(() => {});",
    "function here() {",
    "  return 7;",
    "}",
    "here()",
  );
  const { run } = await stopIn(bench, code, [9]);
  assert.deepEqual(await stack(bench), ["here:9", "(anonymous):11"]);
  assert.equal(await finished(bench, run), "7");
});

test("keeps coroutines that take turns apart", async (bench) => {
  const code = lines(
    "const log = [];",
    "async function f(name) {",
    "  for (let i = 0; i < 2; i++) {",
    "    await null;",
    "    log.push(at(name + i));",
    "  }",
    "}",
    "function at(text) {",
    "  return text;",
    "}",
    "await Promise.all([f('a'), f('b')]);",
    "log.join()",
  );
  const { run } = await stopIn(bench, code, [8]);
  const seen: string[] = [];
  for (let left = 4; left > 0; left--) {
    assert.deepEqual(await stack(bench), ["at:8", "f:4"]);
    const { name, i } = await shown(bench, { frame: 1 });
    seen.push(`${name}${i}`);
    if (left > 1) await bench.step("continue");
  }
  assert.deepEqual(seen, ["'a'0", "'b'0", "'a'1", "'b'1"]);
  assert.equal(await finished(bench, run), "'a0,b0,a1,b1'");
});

test("stops at the top level after an await, and evaluates there", async (bench) => {
  const code = lines("const a = await Promise.resolve(2);", "{ const b = a;", "  a + b; }", "a");
  const { run } = await stopIn(bench, code, [2]);
  assert.deepEqual(await shown(bench), { b: "2", a: "2" });
  assert.equal(await evaluated(bench, "a * b"), "4");
  assert.equal(await evaluated(bench, "{ a: 1 }"), "{ a: 1 }");
  const [frame] = await bench.debugger.stackTrace();
  await assert.rejects(bench.debugger.evaluate("await a", frame!.id), { code: "debug.evaluate" });
  assert.equal(await finished(bench, run), "2");
});

test("evaluates with this, and private names of the class", async (bench) => {
  const code = lines(
    "class A { #p = 4;",
    "  m() {",
    "    return [1].map(() => this.#p)[0];",
    "  }",
    "}",
    "new A().m()",
  );
  const { run } = await stopIn(bench, code, [2]);
  assert.equal(await evaluated(bench, "this.#p"), "4");
  await bench.step("stepIn");
  assert.equal(await evaluated(bench, "this.#p + 1"), "5");
  assert.equal(await finished(bench, run), "4");
});

test("refuses to assign a constant and a variable that is not there yet", async (bench) => {
  const code = lines(
    "function f() {",
    "  const c = 1;",
    "  g();",
    "  let late;",
    "}",
    "function g() {}",
    "f()",
  );
  const { run } = await stopIn(bench, code, [2]);
  const reference = await bench.locals();
  const assign = (name: string) => bench.debugger.setVariable(reference, name, "2");
  await assert.rejects(assign("c"), { code: "debug.evaluate", message: /read-only|constant/ });
  await assert.rejects(assign("late"), { code: "debug.evaluate", message: /initialized/ });
  await finished(bench, run);
});

test("stops at a debugger statement", async (bench) => {
  const run = running(bench, "let a = 1;\ndebugger;\na");
  const { line, reason } = await bench.next("stopped");
  assert.deepEqual([line, reason], [1, "breakpoint"]);
  assert.equal(await finished(bench, run), "1");
});

test("looks inside maps, sets and objects with accessors, and calls nothing", async (bench) => {
  const code =
    "var o = { get g() { throw 1 }, m: new Map([['k', { v: 1 }]]), s: new Set([2]), p: new Proxy({}, {}) };\no";
  const { run } = await stopIn(bench, code, [1]);
  const frames = await bench.debugger.stackTrace();
  const { variablesReference } = await bench.debugger.evaluate("o", frames[0]!.id);
  const inside = await bench.debugger.variables(variablesReference);
  assert.deepEqual(inside.map(({ name, value }) => [name, value]), [
    ["g", "[Getter]"],
    ["m", "Map(1) { 'k' => { v: 1 } }"],
    ["s", "Set(1) { 2 }"],
    ["p", "[Proxy]"],
  ]);
  const map = await bench.debugger.variables(inside[1]!.variablesReference);
  assert.deepEqual(map.map(({ name, value }) => [name, value]), [["'k'", "{ v: 1 }"]]);
  await finished(bench, run);
});

test("tells errors where they are in the source", async (bench) => {
  const code = lines(
    "function f(a) { if (a) throw new Error('e') }",
    "const g = () => f({});",
    "g()",
  );
  const outcome = await bench.bench.run(code);
  assert(outcome.status === "error");
  assert.deepEqual(outcome.traceback.slice(1), [
    "    at f (In[1]:1:33)",
    "    at g (In[1]:2:17)",
    "    at In[1]:3:1",
  ]);
  await bench.bench.run("  console.log(new Error('e'))");
  assert.match(bench.bench.stream("stdout"), /In\[2\]:1:18/);
});

test("gives functions their own text", async (bench) => {
  const texts = [
    "function f(a) { if (a) return 1; return 2 }",
    "(x) => x + 1",
    "async (x) => ({ y: await x })",
    "class A { m() { return 1 } }",
    "function* g() { yield }",
  ];
  for (const text of texts) {
    assert.equal(
      await bench.bench.text(`(${text}).toString() === ${JSON.stringify(text)}`),
      "true",
    );
  }
  assert.equal(
    await bench.bench.text("String(Function.prototype.toString)"),
    "'function toString() {\\n    [native code]\\n}'",
  );
  await bench.bench.run("function shown(a) { return a }");
  const { found, ...more } = await bench.bench.engine.inspect("shown", 5, 1);
  assert(found);
  assert.match(JSON.stringify(more), /\{ return a \}/);
});

test("shows scripts nothing of itself", async (bench) => {
  await bench.debugger.setBreakpoints("In[1]", [900]);
  const names =
    "Object.getOwnPropertyNames(globalThis).filter((name) => name.startsWith('$')).length";
  assert.equal(await bench.bench.text(names), "0");
  const withProxy =
    "var seen = []; with (new Proxy({}, { has(_, key) { seen.push(key); return false } })) " +
    "{ (function f() { if (true) return 1 })() } seen.filter((key) => String(key).startsWith('$')).length";
  assert.equal(await bench.bench.text(withProxy), "0");
  assert.deepEqual((await bench.bench.engine.complete("$", 1)).matches, []);
  assert.deepEqual((await bench.bench.engine.listVariables()).map(({ name }) => name), ["seen"]);
});

test("is not misled by a script that changes what is built in", async (bench) => {
  const code = lines(
    "for (const name of ['push', 'map', 'pop', 'splice', Symbol.iterator]) Array.prototype[name] = () => { throw 1 };",
    "Object.defineProperty(Array.prototype, 0, { set() { throw 2 }, configurable: true });",
    "Object.defineProperty(Array.prototype, 3000, { set() { throw 2 }, configurable: true });",
    "Object.prototype.toJSON = Array.prototype.toJSON = () => 'no';",
    "Object.defineProperty = Object.keys = Reflect.apply = JSON.stringify = JSON.parse = () => { throw 3 };",
    "Uint8Array.prototype.fill = Uint8Array.prototype.set = String.prototype.indexOf = () => { throw 4 };",
    "Function.prototype.call = Function.prototype.apply = Function.prototype.bind = () => { throw 5 };",
    "String.prototype[Symbol.split] = Object.prototype[Symbol.split] = () => { throw 6 };",
    "globalThis.eval = () => { throw 7 };",
    "globalThis.Map = globalThis.Symbol = globalThis.Error = undefined;",
    "function f(a) {",
    "  let b = a + 1;",
    "  return b;",
    "}",
    "var r = f(1);",
    "delete Array.prototype[0];",
    "r",
  );
  const { run } = await stopIn(bench, code, [11]);
  assert.deepEqual(await stack(bench), ["f:11", "(anonymous):14"]);
  assert.deepEqual(await shown(bench), { a: "1", b: "<uninitialized>" });
  assert.equal((await bench.step("next")).line, 12);
  assert.deepEqual(await shown(bench), { a: "1", b: "2" });
  const { variablesReference } = await bench.debugger.setVariable(
    await bench.locals(),
    "b",
    "[6, 7]",
  );
  await bench.debugger.setVariable(variablesReference, "1", "a");
  assert.equal(await evaluated(bench, "b[1]"), "1");
  assert.equal(await finished(bench, run), "[ 6, 1 ]");
});

test("leaves the interpreter whole where functions use their arguments object", async (bench) => {
  const code = lines(
    "function f(n) {",
    "  const self = {};",
    "  self.self = self;",
    "  for (let i = 0; i < 50; i++) { const round = {}; round.round = round }",
    "  return n > 0 ? f(n - 1) + arguments.length : 0;",
    "}",
    "var sum = 0;",
    "for (let i = 0; i < 300; i++) sum += f(20);",
    "var size = f.length;",
    "[sum, size]",
  );
  const { run } = await stopIn(bench, code, [8]);
  assert.equal(await finished(bench, run), "[ 6000, 1 ]");
});

test("ends an evaluation that does not end, with what is stopped", async (bench) => {
  const { run } = await stopIn(bench, "x = 1;\nx = 2", [1]);
  const [frame] = await bench.debugger.stackTrace();
  const endless = bench.debugger.evaluate("(() => { for (;;); })()", frame!.id);
  bench.bench.engine.interrupt("interrupt");
  await assert.rejects(endless, { code: "debug.evaluate" });
  const outcome = await run;
  assert(outcome.status === "error" && outcome.ename === "Interrupted");
  assert.equal(await bench.bench.text("x"), "1");
  const again = running(bench, "function f() {\n  return 1\n}\nf()", "In[1]");
  await bench.next("stopped");
  assert.deepEqual(await stack(bench), ["f:1", "(anonymous):3"]);
  assert.equal(await finished(bench, again), "1");
});

test("tells frames that were entered before anything was wanted, without their variables", async (bench) => {
  const code = lines(
    "function f(a) {",
    "  console.log('started');",
    "  for (;;) {",
    "    n++;",
    "  }",
    "}",
    "n = 0;",
    "f(1)",
  );
  const run = running(bench, code);
  await bench.bench.until(() => bench.bench.stream("stdout").includes("started"));
  await bench.debugger.pause();
  await bench.next("stopped");
  const frames = await bench.debugger.stackTrace();
  assert.deepEqual(frames.map(({ name }) => name), ["f", "(anonymous)"]);
  assert.deepEqual(await shown(bench), { a: "1" });
  await assert.rejects(bench.debugger.evaluate("n", frames[1]!.id), { code: "debug.evaluate" });
  bench.bench.engine.interrupt("interrupt");
  assert.equal((await run).status, "error");
});

Deno.test("javascript debugger leaves code alone that is loaded without it", async () => {
  await using bench = await DebugBench.start(factory);
  await bench.debugger.detach();
  await bench.bench.run("function f() {\n  return 1\n}");
  await bench.debugger.attach();
  assert.deepEqual(await bench.debugger.setBreakpoints("In[1]", [1]), [{
    line: 1,
    verified: false,
  }]);
  assert.equal(await bench.bench.text("f()"), "1");
  assert.deepEqual(bench.others, []);
});
