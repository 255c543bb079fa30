// SPDX-License-Identifier: Apache-2.0 OR MIT
// Promises of a JavaScript session that are rejected and get no handler.

import assert from "node:assert/strict";
import { createJavascriptEngine } from "../../lib/engines/javascript/mod.ts";
import { EngineBench } from "./engine_bench.ts";

const factory = createJavascriptEngine();

Deno.test("javascript session ends a run with the rejection that it leaves unhandled", async () => {
  await using bench = await EngineBench.start(factory);
  const left: readonly (readonly [code: string, head: string, frame: RegExp])[] = [
    ["Promise.reject(new Error('no')); 7", "Uncaught (in promise) Error: no", /at In\[1\]:1/],
    [
      "async function late() { await null; await null; throw new TypeError('late') }\nlate(); 7",
      "Uncaught (in promise) TypeError: late",
      /at late \(In\[2\]:1/,
    ],
    ["new Promise((_, reject) => reject(5)); 7", "Uncaught (in promise) Error: 5", /^$/],
    [
      "Promise.resolve().then(() => { throw { a: 1 } }); 7",
      "Uncaught (in promise) Error: { a: 1 }",
      /^$/,
    ],
    [
      "const p = Promise.reject(1); p.then(() => {}); p.finally(() => {}); 7",
      "Uncaught (in promise) Error: 1",
      /^$/,
    ],
    [
      "(async function* () { throw new Error('given') })().next(); 7",
      "Uncaught (in promise) Error: given",
      /at/,
    ],
  ];
  for (const [code, head, frame] of left) {
    const outcome = await bench.run(code);
    assert(outcome.status === "error", code);
    const [first = "", second = ""] = outcome.traceback;
    // deno-lint-ignore no-control-regex
    assert.equal(first.replace(/\x1b\[[\d;]*m/g, ""), head, code);
    assert.match(second, frame, code);
  }
  assert.match(bench.stream("stderr"), /^Uncaught \(in promise\) 1\n$/);
});

Deno.test("javascript session says nothing of a rejection that is handled in the same turn", async () => {
  await using bench = await EngineBench.start(factory);
  const handled = [
    "p = Promise.reject(new Error('no')); p.catch(() => {}); 7",
    "p = Promise.reject(new Error('no')); Promise.resolve().then(() => p.catch(() => {})); 7",
    "p = Promise.reject(new Error('no')); await null; await null; p.catch(() => {}); 7",
    "try { await Promise.reject(new Error('no')) } catch {} ; 7",
    "await Promise.allSettled([Promise.reject(1), Promise.reject(2)]); 7",
    "await Promise.any([Promise.reject(1), 2]); 7",
    "await Promise.race([2, Promise.reject(1)]); 7",
    "await import('./none.js').catch(() => {}); 7",
    "async function* g() { throw 1 } ; try { for await (const x of g()); } catch {} ; 7",
  ];
  for (const code of handled) {
    assert.equal(await bench.text(code), "7", code);
  }
  assert.equal(bench.stream("stderr"), "");
});

Deno.test("javascript session tells the error of a run once", async () => {
  await using bench = await EngineBench.start(factory);
  assert.equal(await bench.text("throw new Error('direct')"), "Error: direct");
  assert.equal(await bench.text("await Promise.reject(new Error('awaited'))"), "Error: awaited");
  assert.match(await bench.text("await import('./none.js')") ?? "", /^TypeError/);
  assert.equal(await bench.text("1"), "1");
  assert.equal(bench.stream("stderr"), "");
});

Deno.test("javascript session writes further and later rejections to stderr of the run that caused them", async () => {
  await using bench = await EngineBench.start(factory);
  const outcome = await bench.run("for (const n of [1, 2, 3]) Promise.reject(n)");
  assert(outcome.status === "error" && outcome.evalue === "1");
  assert.equal(bench.stream("stderr"), "Uncaught (in promise) 2\nUncaught (in promise) 3\n");
  bench.emitted.length = 0;
  assert.equal(
    await bench.text("setTimeout(async () => { await null; throw new Error('after') }); 8"),
    "8",
  );
  await bench.until(() => bench.stream("stderr") !== "");
  assert.match(
    bench.stream("stderr"),
    /^Uncaught \(in promise\) Error: after\n {4}at .*In\[2\]:1:\d+/,
  );
  assert.deepEqual(bench.emitted.map(({ execution }) => execution), [2]);
});

Deno.test("javascript session tells a rejection while its run goes on, and lets the run end as failed", async () => {
  await using bench = await EngineBench.start(factory);
  const running = bench.run(
    "setTimeout(async () => { throw 1 }); const line = await input('?'); line",
  );
  await bench.until(() => bench.stream("stderr") === "Uncaught (in promise) 1\n");
  bench.questions[0]?.answer("done");
  const outcome = await running;
  assert(outcome.status === "ok" && outcome.exitCode === 1);
  const next = await bench.run("7");
  assert(next.status === "ok" && next.exitCode === undefined);
});

Deno.test("javascript session tells the rejections of a run that another runs on top of only when it is done", async () => {
  await using bench = await EngineBench.start(factory);
  const outer = bench.text(
    "p = Promise.reject(new Error('mine')); const line = prompt('?'); p.catch(() => {}); line",
  );
  await bench.until(() => bench.questions.length > 0);
  const inner = await bench.run("Promise.reject(new Error('inner'))");
  assert(inner.status === "error" && inner.evalue === "inner");
  bench.questions[0]?.answer("done");
  assert.equal(await outer, "'done'");
  assert.equal(bench.stream("stderr"), "");
});

Deno.test("javascript session drops the rejections of a run that was ended", async () => {
  await using bench = await EngineBench.start(factory);
  const exited = await bench.run("Promise.reject(1); exit(3)");
  assert(exited.status === "ok" && exited.exitCode === 3);
  const running = bench.run("Promise.reject(2); console.log('on'); for (;;);");
  await bench.until(() => bench.stream("stdout") === "on\n");
  bench.engine.interrupt("interrupt");
  const outcome = await running;
  assert(outcome.status === "error" && outcome.ename === "Interrupted");
  assert.equal(await bench.text("1"), "1");
  assert.equal(bench.stream("stderr"), "");
});

Deno.test("javascript session lives through more rejections than it can tell", async () => {
  await using bench = await EngineBench.start(factory);
  for (let round = 0; round < 3; round++) {
    const outcome = await bench.run("for (let i = 0; i < 5000; i++) Promise.reject({ i })");
    assert(outcome.status === "error" && outcome.evalue === "{ i: 0 }");
  }
  assert.equal(await bench.text("await Promise.allSettled([Promise.reject(1)]); 6 * 7"), "42");
});
