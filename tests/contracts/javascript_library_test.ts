// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a JavaScript script finds in its session.

import assert from "node:assert/strict";
import { createJavascriptEngine } from "../../lib/engines/javascript/mod.ts";
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
    ["var o = { n: 1 }; o.o = o; o", "{ n: 1, o: [Circular] }"],
    ["class P { #p = 1; q = 2; get r() { return 3 } } new P()", "P { q: 2 }"],
    ["({ get g() { return 1 }, set g(v) {} })", "{ g: [Getter/Setter] }"],
    ["Object.create(null)", "[Object: null prototype] {}"],
    ["new Date(0)", "1970-01-01T00:00:00.000Z"],
    ["/a/g", "/a/g"],
    ["new Uint8Array(2)", "Uint8Array(2) [ 0, 0 ]"],
    ["(function f() {})", "[Function: f]"],
    ["(class C {})", "[class C]"],
    ["new Proxy([1], {})", "[Proxy]"],
    [
      "({ a: { b: { c: { d: { e: { f: 1 } } } } } })",
      "{ a: { b: { c: { d: { e: [Object] } } } } }",
    ],
  ];
  for (const [code, text] of shown) assert.equal(await bench.text(code), text, code);
  assert.equal(await bench.text("new Error('no')"), "Error: no\n    at In[19]:1:4");
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
