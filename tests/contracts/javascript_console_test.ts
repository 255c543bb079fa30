// SPDX-License-Identifier: Apache-2.0 OR MIT
// The console of a JavaScript session writes what Node.js 20 writes, as recorded in javascript_console.json.

import assert from "node:assert/strict";
import { createJavascriptEngine } from "../../lib/engines/javascript/mod.ts";
import { EngineBench } from "./engine_bench.ts";
import recorded from "./javascript_console.json" with { type: "json" };

/** A program and what Node.js writes for it. */
interface Recorded {
  readonly code: string;
  readonly stdout: string;
  readonly stderr?: string;
}

const factory = createJavascriptEngine();

Deno.test("javascript session formats on its console as Node.js does", async () => {
  await using bench = await EngineBench.start(factory);
  for (const { code, stdout, stderr = "" } of recorded as readonly Recorded[]) {
    bench.emitted.length = 0;
    const reset = "console.countReset('a'); console.countReset();";
    const outcome = await bench.run(code);
    assert.equal(outcome.status, "ok", code);
    assert.equal(bench.stream("stdout"), stdout, code);
    assert.equal(bench.stream("stderr"), stderr, code);
    await bench.run(reset, { silent: true });
  }
});

Deno.test("javascript session traces on its console with the user's frames", async () => {
  await using bench = await EngineBench.start(factory);
  await bench.run("function f() {\n  console.trace('at %d', 1)\n}\nf()");
  assert.match(
    bench.stream("stderr"),
    /^Trace: at 1\n {4}at f \(In\[1\]:2:\d+\)\n {4}at In\[1\]:4:\d+\n$/,
  );
});

Deno.test("javascript session measures on its console", async () => {
  await using bench = await EngineBench.start(factory);
  await bench.run("console.time('t'); console.timeLog('t', { a: 1 }); console.timeEnd('t')");
  assert.match(bench.stream("stdout"), /^t: [\d.]+ms \{ a: 1 \}\nt: [\d.]+ms\n$/);
  assert.equal(bench.stream("stderr"), "");
});

Deno.test("javascript session shows errors on its console: class, cause, properties, indent", async () => {
  await using bench = await EngineBench.start(factory);
  const shown: readonly (readonly [code: string, text: RegExp])[] = [
    ["new TypeError('t')", /^TypeError: t\n {4}at In\[\d+\]:1:\d+$/],
    ["new (class BadError extends Error {})('b')", /^BadError: b\n {4}at/],
    ["new (class Odd extends Error {})('b')", /^Odd \[Error\]: b\n {4}at/],
    ["Object.assign(new Error('p'), { code: 'E' })", /^Error: p\n.*\{\n {2}code: 'E'\n\}$/s],
    ["new Error('c', { cause: 1 })", /^Error: c\n.*\{\n {2}\[cause\]: 1\n\}$/s],
    ["new AggregateError([1], 'all')", /^AggregateError: all\n.*\[errors\]: \[ 1 \]/s],
    ["({ e: new Error('in') })", /^\{\n {2}e: Error: in\n {6}at In/],
    ["var s = new Error('bare'); s.stack = undefined; s", /^\[Error: bare\]/],
  ];
  for (const [code, text] of shown) {
    bench.emitted.length = 0;
    await bench.run(
      `console.log(${
        code.startsWith("var") ? `(() => { ${code.replace(/; s$/, "; return s")} })()` : code
      })`,
    );
    assert.match(bench.stream("stdout").trimEnd(), text, code);
  }
});
