// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a JavaScript script finds in its session.

import assert from "node:assert/strict";
import { createJavascriptEngine } from "../../lib/engines/javascript/mod.ts";
import type { EngineHost } from "../../lib/contracts/mod.ts";
import { EngineBench } from "./engine_bench.ts";

const factory = createJavascriptEngine();

Deno.test("javascript session shows values as people of the language know them", async () => {
  await using bench = await EngineBench.start(factory);
  const shown: readonly (readonly [code: string, text: string])[] = [
    ["'it\\'s'", `"it's"`],
    ["-0", "-0"],
    ["12n", "12n"],
    ["null", "null"],
    ["Symbol('s')", "Symbol(s)"],
    ["({ a: 1, 'b-c': [1, , 'x'] })", "{ a: 1, 'b-c': [ 1, <1 empty item>, 'x' ] }"],
    ["new Map([[1, { a: new Set([2]) }]])", "Map(1) { 1 => { a: Set(1) { 2 } } }"],
    ["var o = { n: 1 }; o.o = o; o", "<ref *1> { n: 1, o: [Circular *1] }"],
    ["class P { #p = 1; q = 2; get r() { return 3 } } new P()", "P { q: 2 }"],
    ["({ get g() { return 1 }, set g(v) {} })", "{ g: [Getter/Setter] }"],
    ["Object.create(null)", "[Object: null prototype] {}"],
    ["new Date(0)", "1970-01-01T00:00:00.000Z"],
    ["/a/g", "/a/g"],
    ["new Uint8Array(2)", "Uint8Array(2) [ 0, 0 ]"],
    ["(function f() {})", "[Function: f]"],
    ["(class C {})", "[class C]"],
    ["new Proxy([1], {})", "[Proxy]"],
    ["Promise.resolve([42])", "Promise { [ 42 ] }"],
    ["new Promise(() => {})", "Promise { <pending> }"],
    ["var no = Promise.reject(3); no.catch(() => {}); no", "Promise { <rejected> 3 }"],
    [
      "({ a: { b: { c: { d: { e: { f: 1 } } } } } })",
      "{\n  a: {\n    b: { c: { d: { e: [Object] } } }\n  }\n}",
    ],
  ];
  for (const [code, text] of shown) assert.equal(await bench.text(code), text, code);
  assert.equal(await bench.text("new Error('no')"), "Error: no\n    at In[22]:1:4");
});

Deno.test("javascript session formats, groups, counts and tabulates on its console", async () => {
  await using bench = await EngineBench.start(factory);
  await bench.run(`console.log('%s is %d%%', 'x', 4.5, { q: 1 });
    console.group('g'); console.info('in\\nside'); console.groupEnd();
    console.count(); console.count(); console.table([{ a: 1 }, { b: 'x' }]);
    console.assert(1 === 2, 'no'); console.warn('w'); console.log('nul\\0end')`);
  assert.equal(
    bench.stream("stdout"),
    `x is 4.5% { q: 1 }
g
  in
  side
default: 1
default: 2
┌─────────┬───┬─────┐
│ (index) │ a │ b   │
├─────────┼───┼─────┤
│ 0       │ 1 │     │
│ 1       │   │ 'x' │
└─────────┴───┴─────┘
nul\0end
`,
  );
  assert.equal(bench.stream("stderr"), "Assertion failed: no\nw\n");
});

Deno.test("javascript session keeps declarations and lets them be made again", async () => {
  await using bench = await EngineBench.start(factory);
  await bench.run("const a = 1; class B { c = a } function d() { return new B() }");
  assert.equal(await bench.text("d()"), "B { c: 1 }");
  await bench.run("const a = 2; let e: number | undefined");
  assert.equal(await bench.text("d().c + String(e)"), "'2undefined'");
});

Deno.test("javascript session runs timers in an execution and after it", async () => {
  await using bench = await EngineBench.start(factory);
  await bench.run(`setTimeout((word) => console.log(word), 0, 'later');
    setTimeout(() => { throw new Error('in a timer') });
    const id = setInterval(() => { console.log('tick'); clearInterval(id) })`);
  await bench.until(() => bench.stream("stdout").includes("tick"));
  assert.match(bench.stream("stdout"), /later\n/);
  assert.match(bench.stream("stderr"), /^Uncaught Error: in a timer\n {4}at .*In\[1\]:2/);
  assert.equal(await bench.text("await new Promise((done) => setTimeout(done, 1, 5))"), "5");
});

Deno.test("javascript session imports modules that the host reads", async () => {
  const files: Record<string, string> = {
    "lib/a.ts":
      "import { two } from './b.js'; export const four: number = two + two; export default 'd'",
    "lib/b.js": "export const two = 2",
    "e.mts": "export const five: number = 5",
    "c.json": '{ "n": 1 }',
    "bad.js": "export const x = ;",
  };
  await using bench = await EngineBench.start(factory, {
    call: (_execution, name, [, templates]) => {
      assert.equal(name, "module.read");
      const path = String(templates).split(";").find((path) => path in files);
      if (path === undefined) return Promise.reject(new TypeError("Cannot find the module"));
      return Promise.resolve({ path, text: files[path] });
    },
  });
  assert.equal(await bench.text("import d, { four } from './lib/a.ts'\nd + four"), "'d4'");
  const script = await bench.run("import './lib/b.js'", { chunkName: "scripts/main.js" });
  assert.equal(script.status, "ok");
  assert.equal(await bench.text("(await import('./c')).default"), "{ n: 1 }");
  assert.equal(
    await bench.text("(await import('./e.mts')).five + (await import('./e')).five"),
    "10",
  );
  assert.match(await bench.text("import './f.cjs'") ?? "", /^TypeError: .*CommonJS/);
  assert.match(await bench.text("await import('./none.js')") ?? "", /Cannot find the module/);
  assert.match(await bench.text("import './bad.js'") ?? "", /^SyntaxError/);
});

Deno.test("javascript session calls the host with structured data, waiting or not", async () => {
  const calls: unknown[] = [];
  await using bench = await EngineBench.start(factory, {
    call: (_execution, ...call) => {
      calls.push(call);
      return Promise.resolve({ bytes: Uint8Array.of(0, 255), list: [null, "x"] });
    },
  });
  const args = "'t.f', { a: [1, undefined, new Uint8Array([1, 200])], d: new Date(0) }";
  const answer = "{ bytes: Uint8Array(2) [ 0, 255 ], list: [ null, 'x' ] }";
  assert.equal(await bench.text(`host.callSync(${args})`), answer);
  assert.equal(await bench.text(`await host.call(${args})`), answer);
  const sent = ["t.f", [{ a: [1, null, Uint8Array.of(1, 200)], d: "1970-01-01T00:00:00.000Z" }]];
  assert.deepEqual(calls, [sent, sent]);
});

Deno.test("javascript session asks with prompt() while the script waits", async () => {
  await using bench = await EngineBench.start(factory);
  const running = bench.text("prompt('Name? ').length");
  await bench.until(() => bench.questions.length > 0);
  assert.equal(bench.questions[0]?.request.prompt, "Name? ");
  assert.equal(await bench.text("1"), "1");
  bench.questions[0]?.answer("Ada");
  assert.equal(await running, "3");
});

Deno.test("javascript session shows media, and updates what it showed", async () => {
  await using bench = await EngineBench.start(factory);
  const code = `const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47]);
    display.image(png, { metadata: { width: 2 } });
    const shown = display.markdown('*a*', { displayId: 'd' }); shown.update('*b*');
    display({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<i>' }) }); clear_output(true)`;
  assert.equal(await bench.text(code), undefined);
  const events = bench.emitted.map(({ event }) => event);
  assert(events[0]?.type === "display" && events[3]?.type === "display");
  assert.equal(events[0].data["image/png"], "iVBORw==");
  assert.deepEqual(events[0].metadata, { width: 2 });
  const text = (source: string) => ({ "text/plain": source, "text/markdown": source });
  const base = { type: "display", metadata: {}, displayId: "d" };
  assert.deepEqual(events.slice(1, 3), [
    { ...base, data: text("*a*") },
    { ...base, data: text("*b*"), update: true },
  ]);
  assert.equal(events[3].data["text/html"], "<i>");
  assert.deepEqual(events[4], { type: "clear_output", wait: true });
});

Deno.test("javascript session knows the arguments of its script", async () => {
  const script = { path: "greet.js", arguments: ["Ada"] };
  await using bench = await EngineBench.start(factory, { script });
  assert.equal(
    await bench.text("[ARGS, process.argv]"),
    "[ [ 'Ada' ], [ 'llmspell', 'greet.js', 'Ada' ] ]",
  );
});

Deno.test("javascript session ends a run with the exit code that the script names", async () => {
  await using bench = await EngineBench.start(factory);
  const codes: readonly (readonly [code: string, exitCode: number | undefined])[] = [
    ["process.exitCode = 3", 3],
    ["1", undefined],
    ["process.exitCode = '4'; process.exit()", 4],
    ["process.exitCode = 5; exit(0)", 0],
    ["process.exit(6)", 6],
    ["process.exitCode = 7; process.exitCode = undefined", undefined],
  ];
  for (const [code, exitCode] of codes) {
    const outcome = await bench.run(code);
    assert(outcome.status === "ok", code);
    assert.equal(outcome.exitCode, exitCode, code);
  }
  assert.match(await bench.text("process.exitCode = 1.5") ?? "", /^TypeError: process.exitCode/);
  assert.equal((await bench.run("process.exitCode = 8; throw 1")).status, "error");
  assert.deepEqual(await bench.run("1", { silent: true }), { status: "ok", userExpressions: {} });
});

Deno.test("javascript session completes fields, and nothing inside of texts", async () => {
  await using bench = await EngineBench.start(factory);
  await bench.run("const o = { alpha: 1, get beta() { throw 1 }, gamma() {} }");
  const texts = async (code: string) =>
    (await bench.engine.complete(code, code.length)).matches.map(({ text }) => text);
  assert.deepEqual(await texts("console.ti"), ["time", "timeEnd", "timeLog"]);
  assert.deepEqual((await texts("o.")).slice(0, 1), ["__defineGetter__"]);
  assert.deepEqual(await texts("1; o.al"), ["alpha"]);
  assert.deepEqual(await texts("o.beta."), []);
  assert.deepEqual(await texts("'o.al"), []);
  assert.deepEqual(await texts("// o.al"), []);
  assert.deepEqual(await bench.engine.inspect("o.beta", 6, 0), { found: false });
});

/** A host with the functions of the shared state, and what was asked of it. */
function stateHost(): { call: EngineHost["call"]; calls: string[] } {
  const calls: string[] = [];
  const values = new Map<string, unknown>();
  const call: EngineHost["call"] = (_execution, name, args) => {
    calls.push(name);
    const [scope, key, value] = args;
    const at = JSON.stringify([scope, key]);
    if (name === "state.save") values.set(at, structuredClone(value));
    if (name === "state.load") return Promise.resolve(values.get(at) ?? null);
    if (name === "state.delete") return Promise.resolve(values.delete(at));
    if (name !== "state.list_keys") return Promise.resolve(null);
    const names = [...values.keys()].map((text) => JSON.parse(text)).filter(([s]) => s === scope);
    return Promise.resolve(names.map(([, name]) => name).toSorted());
  };
  return { call, calls };
}

Deno.test("javascript session shares values by State", async () => {
  const { call, calls } = stateHost();
  await using bench = await EngineBench.start(factory, { call });
  const kept =
    "{ list: [1, null, [null], 'ä'], 'a b': { c: 1.5 }, no: undefined, nan: NaN, d: new Date(0) }";
  const read =
    "{\n  list: [ 1, null, [ null ], 'ä' ],\n  'a b': { c: 1.5 },\n  nan: null,\n  d: '1970-01-01T00:00:00.000Z'\n}";
  assert.equal(await bench.text(`State.save('s', 'k', ${kept})`), undefined);
  assert.equal(await bench.text("State.load('s', 'k')"), read);
  assert.equal(await bench.text("State.load('s', 'none')"), "null");
  await bench.run("State.save('s', 'b', [null, , 2]); State.save('t', 'c', null)");
  assert.equal(await bench.text("State.load('s', 'b')"), "[ null, null, 2 ]");
  assert.equal(
    await bench.text("[State.listKeys('s'), State.list_keys('t')]"),
    "[ [ 'b', 'k' ], [ 'c' ] ]",
  );
  assert.equal(
    await bench.text("[State.delete('s', 'k'), State.delete('s', 'k')]"),
    "[ true, false ]",
  );
  assert.deepEqual([...new Set(calls)].toSorted(), [
    "state.delete",
    "state.list_keys",
    "state.load",
    "state.save",
  ]);
});

Deno.test("javascript session refuses what State cannot take, before the host is asked", async () => {
  const { call, calls } = stateHost();
  await using bench = await EngineBench.start(factory, { call });
  const refused: readonly (readonly [code: string, message: string])[] = [
    ["State.save(1, 'k', 1)", "State.save: the scope is not a text but a number"],
    ["State.save('s', undefined, 1)", "State.save: the key is not a text but undefined"],
    ["State.load('s', null)", "State.load: the key is not a text but null"],
    ["State.delete({}, 'k')", "State.delete: the scope is not a text but a object"],
    ["State.listKeys()", "State.listKeys: the scope is not a text but undefined"],
    ["State.save('s', 'k', () => 1)", "State.save: no JSON form: a function"],
    ["State.save('s', 'k', { a: [Symbol()] })", "State.save: no JSON form: a symbol"],
    ["State.save('s', 'k')", "State.save: no JSON form: undefined"],
    ["State.save('s', 'k', new Uint8Array(2))", "State.save: no JSON form: bytes"],
    ["State.save('s', 'k', { b: new ArrayBuffer(2) })", "State.save: no JSON form: bytes"],
    ["State.save('s', 'k', new Map())", "State.save: no JSON form: a Map"],
    ["State.save('s', 'k', new Proxy({}, {}))", "State.save: no JSON form: a proxy"],
    [
      "State.save('s', 'k', 2n ** 70n)",
      "State.save: no JSON form: a bigint that is no safe integer",
    ],
    [
      "var c = {}; c.c = c; State.save('s', 'k', c)",
      "State.save: no JSON form: nested too deeply, or in a circle",
    ],
  ];
  for (const [code, message] of refused) {
    assert.equal(await bench.text(code), `TypeError: ${message}`);
  }
  assert.deepEqual(calls, []);
});

Deno.test("javascript session keeps State whatever a script does to its globals", async () => {
  const { call } = stateHost();
  await using bench = await EngineBench.start(factory, { call });
  await bench.run(`
    JSON.stringify = JSON.parse = () => { throw 1 };
    Object.defineProperty(Object.prototype, 'toJSON', { value: () => 'x', configurable: true, writable: true });
    for (const name of ['message', 'get', 'set', 'writable', 'code', 'depth', 'base', 'length']) {
      Object.defineProperty(Object.prototype, name, { get() { throw new Error(name) }, set() {}, configurable: true });
    }
    Array.prototype.push = Array.prototype[Symbol.iterator] = () => { throw 2 };
    Map.prototype.get = () => { throw 3 }; Symbol = undefined; String.prototype.split = () => { throw 4 };
    globalThis.Promise = globalThis.Error = undefined;`);
  assert.equal(
    await bench.text("State.save('s', 'k', { a: [1, { b: 2 }] }); State.load('s', 'k')"),
    "{ a: [ 1, { b: 2 } ] }",
  );
});
