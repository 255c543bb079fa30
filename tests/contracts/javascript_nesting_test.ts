// SPDX-License-Identifier: Apache-2.0 OR MIT
// Depth in a JavaScript session, of sources and of values: too much of it is an error that scripts can catch.

import assert from "node:assert/strict";
import { createJavascriptEngine } from "../../lib/engines/javascript/mod.ts";
import { EngineBench } from "./engine_bench.ts";

const factory = createJavascriptEngine();
const times = 30_000;

/** Source text nested without end: what opens, what is inside, what closes. */
const nested: readonly (readonly [open: string, inside: string, close: string])[] = [
  ["(", "1", ")"],
  ["[", "1", "]"],
  ["({a:", "1", "})"],
  ["f(", "1", ")"],
  ["a[", "1", "]"],
  ["`${", "1", "}`"],
  ["!", "1", ""],
  ["typeof ", "1", ""],
  ["new ", "Object", ""],
  ["a => ", "1", ""],
  ["a = ", "1", ""],
  ["0 ? 1 : ", "1", ""],
  ["1 ** ", "1", ""],
  ["if (1) ", "1", ""],
  ["if (0) {} else ", "1", ""],
  ["{", "", "}"],
  ["(function () {", "1", "})"],
  ["function f() {", "1", "}"],
  ["(class { a() {", "1", "} })"],
];

/** Values nested without end, and what walks through them. */
const walks = [
  "new RegExp('(?='.repeat(30000) + ')'.repeat(30000))",
  "JSON.parse('['.repeat(30000))",
  "JSON.parse('{\"a\":'.repeat(30000))",
  "JSON.stringify(deep)",
  "JSON.stringify({ toJSON() { return JSON.stringify(this) } })",
  "String(deep)",
  "deep.flat(Infinity)",
  "(function f() { return f() })()",
  "(function f() { return eval('f()') })()",
  "(function f() { return [1].map(f) })()",
  "(function f() { return 'a'.replace('a', f) })()",
];

Deno.test("javascript session refuses source text that is nested too deeply, and goes on", async () => {
  await using bench = await EngineBench.start(factory);
  await bench.run("x = 7");
  for (const [open, inside, close] of nested) {
    const [opens, closes] = [open, close].map((text) => JSON.stringify(text));
    const source = `${opens}.repeat(${times}) + '${inside}' + ${closes}.repeat(${times})`;
    for (const code of [`eval(${source})`, `(0, eval)(${source})`, `Function(${source})`]) {
      assert.match(
        await bench.text(code) ?? "",
        /^(?:RangeError: Maximum call stack|SyntaxError: )/,
        code,
      );
    }
    assert.equal(await bench.text("x"), "7", open);
    const cell = await bench.run(open.repeat(times) + inside + close.repeat(times));
    assert(cell.status === "error", open);
  }
});

Deno.test("javascript session makes an error of values nested too deeply for what walks them", async () => {
  await using bench = await EngineBench.start(factory);
  await bench.run("x = 7; deep = []; for (let i = 0; i < 30000; i++) deep = [deep]; 1");
  for (const code of walks) {
    assert.equal((await bench.run(code)).status, "error", code);
    assert.equal(await bench.text("x"), "7", code);
  }
});

Deno.test("javascript session reads sources as deep as people write them, and runs them as deep as others", async () => {
  await using bench = await EngineBench.start(factory);
  const measured = (code: string) => `(() => { try { ${code} } catch { return n } })()`;
  for (const [open, close] of [["(", ")"], ["[", "]"], ["f(", ")"]] as const) {
    const code = open.repeat(250) + "1" + close.repeat(250);
    assert.equal((await bench.run(`f = (x) => x; eval('${code}'); 1`)).status, "ok", open);
  }
  assert.equal(await bench.text(`JSON.parse('['.repeat(1500) + ']'.repeat(1500)).length`), "1");
  assert.equal(await bench.text(`n = 0; f = () => { n++; f() }; ${measured("f()")} > 800`), "true");
  const [plain, evaluated] = [
    await bench.text(`n = 0; ${measured("f()")}`),
    await bench.text(`n = 0; ${measured("eval('f()')")}`),
  ].map(Number);
  assert(plain! - evaluated! < 20, `${plain} calls deep, in eval ${evaluated}`);
});

Deno.test("javascript session keeps the meaning of direct and of indirect eval", async () => {
  await using bench = await EngineBench.start(factory);
  assert.equal(
    await bench.text(
      "x = 1; (() => { let x = 2; return [eval('x'), (0, eval)('x'), new Function('return x')()] })()",
    ),
    "[ 2, 1, 1 ]",
  );
  assert.equal(
    await bench.text("(() => { 'use strict'; eval('var y = 3'); return typeof y })()"),
    "'undefined'",
  );
  assert.equal(await bench.text("(() => { eval('var y = 3'); return y })()"), "3");
});
