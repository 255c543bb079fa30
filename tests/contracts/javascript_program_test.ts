// SPDX-License-Identifier: Apache-2.0 OR MIT
// A run that lasts until what its code has left is over, as a program does.

import assert from "node:assert/strict";
import { createJavascriptEngine } from "../../lib/engines/javascript/mod.ts";
import type { ExecuteOutcome } from "../../lib/contracts/mod.ts";
import { type BenchOptions, EngineBench } from "./engine_bench.ts";

const factory = createJavascriptEngine();

/** Runs code as a program in an engine of its own. */
async function program(code: string, options: BenchOptions = {}): Promise<{
  readonly outcome: ExecuteOutcome;
  readonly stdout: string;
  readonly stderr: string;
  /** What is written to stdout by the time the engine has answered after the program. */
  readonly later: string;
}> {
  await using bench = await EngineBench.start(factory, options);
  const outcome = await bench.run(code, { untilIdle: true });
  const [stdout, stderr] = [bench.stream("stdout"), bench.stream("stderr")];
  await bench.run("await new Promise((done) => setTimeout(done, 20))");
  return { outcome, stdout, stderr, later: bench.stream("stdout").slice(stdout.length) };
}

/** Name and message of a failure, exit code of an end. */
function ended(outcome: ExecuteOutcome): string {
  if (outcome.status === "error") return `${outcome.ename}: ${outcome.evalue}`;
  return `exit ${outcome.exitCode ?? 0}`;
}

Deno.test("javascript program ends when its timers, promises and calls of the host have", async () => {
  const called = Promise.withResolvers<string>();
  const { outcome, stdout, later } = await program(
    `setTimeout(() => console.log("late"), 5);
    let count = 0;
    const id = setInterval(() => { console.log(++count); if (count === 3) clearInterval(id); }, 10);
    async function main() {
      await new Promise((done) => setTimeout(done, 50));
      console.log(await host.call("t.f"));
      setTimeout(() => Promise.resolve().then(() => console.log("last")), 1);
    }
    main();
    console.log("first");
    "value"`,
    {
      call: (_execution, name) => {
        assert.equal(name, "t.f");
        setTimeout(() => called.resolve("called"), 5);
        return called.promise;
      },
    },
  );
  assert(outcome.status === "ok");
  assert.equal(outcome.result?.data["text/plain"], "'value'");
  assert.equal(stdout, "first\nlate\n1\n2\n3\ncalled\nlast\n");
  assert.equal(later, "");
});

Deno.test("javascript program waits for a line that it has asked for", async () => {
  await using bench = await EngineBench.start(factory);
  const run = bench.run(`input("name? ").then((name) => console.log("hi " + name))`, {
    untilIdle: true,
  });
  await bench.until(() => bench.questions.length === 1);
  bench.questions[0]!.answer("x");
  assert.equal((await run).status, "ok");
  assert.equal(bench.stream("stdout"), "hi x\n");
});

Deno.test("javascript program ends with what fails while it goes on, and with nothing after it", async () => {
  const rest = `setTimeout(() => console.log("no"), 15); setInterval(() => console.log("no"), 15);`;
  const cases: readonly (readonly [code: string, end: string, stdout: string])[] = [
    [`setTimeout(() => { console.log(1); throw new TypeError("t") })`, "TypeError: t", "1\n"],
    [
      `setTimeout(() => { Promise.resolve().then(() => console.log("no")); throw 5 })`,
      "Error: Uncaught 5",
      "",
    ],
    [`(async () => { await null; throw new RangeError("r") })()`, "RangeError: r", ""],
    [
      `Promise.reject(new Error("p")); Promise.reject(2); await new Promise((done) => setTimeout(done, 99))`,
      "Error: p",
      "",
    ],
    [`setTimeout(() => Promise.reject(new Error("q")))`, "Error: q", ""],
    [`host.call("none"); await null; console.log("a")`, "Error: Cannot call: not granted", "a\n"],
    [`throw new Error("top")`, "Error: top", ""],
    [`setTimeout(() => { console.log("b"); process.exit(3) })`, "exit 3", "b\n"],
    [`(async () => { await null; try { exit(4) } finally { console.log("no") } })()`, "exit 4", ""],
    [`Promise.resolve().then(() => console.log("no")); exit(5)`, "exit 5", ""],
    [`process.exitCode = 6; setTimeout(() => exit())`, "exit 6", ""],
  ];
  for (const [code, end, written] of cases) {
    const { outcome, stdout, stderr, later } = await program(rest + code);
    assert.deepEqual([ended(outcome), stdout, stderr, later], [end, written, "", ""], code);
  }
});

Deno.test("javascript program that fails in a timer says where", async () => {
  const { outcome } = await program("\nsetTimeout(function tick() {\n  throw new Error('boom') })");
  assert(outcome.status === "error");
  assert.match(outcome.traceback.join("\n"), /Error.*: boom\n {4}at tick .*In\[1\]:3/);
});

Deno.test("javascript program asks for its exit code when it is over", async () => {
  const { outcome } = await program("setTimeout(() => { process.exitCode = 7 }, 5)");
  assert.equal(ended(outcome), "exit 7");
});

Deno.test("javascript program that awaits what never comes is told, and does not wait", async () => {
  const { outcome } = await program("setTimeout(() => {}, 5); await new Promise(() => {})");
  assert.match(ended(outcome), /^Error: the top level awaits a promise/);
});

Deno.test("javascript program is interrupted while it waits, and its timers are forgotten", async () => {
  await using bench = await EngineBench.start(factory);
  const run = bench.run(
    "setInterval(() => { console.log('tick'); globalThis.ticks = (globalThis.ticks ?? 0) + 1 }, 1)",
    { untilIdle: true },
  );
  await bench.until(() => bench.stream("stdout").includes("tick"));
  bench.engine.interrupt("interrupt");
  assert.equal(ended(await run), "Interrupted: interrupted");
  const before = await bench.text("ticks");
  await bench.run("await new Promise((done) => setTimeout(done, 20))");
  assert.equal(await bench.text("ticks"), before);
});

Deno.test("javascript session that is interrupted says where", async () => {
  await using bench = await EngineBench.start(factory);
  const cases: readonly (readonly [code: string, where: RegExp])[] = [
    [
      "function spin() {\n  console.log('on');\n  for (;;) Math.abs(1);\n}\nspin()",
      /at spin \(In\[1\]:3.*\n.*In\[1\]:5/,
    ],
    ["console.log('on');\nfor (;;) try { for (;;); } catch {}", /at In\[2\]:/],
    [
      "setTimeout(() => {\n  console.log('on'); for (;;); }); await new Promise(() => {})",
      /In\[3\]:2/,
    ],
  ];
  for (const [index, [code, where]] of cases.entries()) {
    const run = bench.run(code);
    await bench.until(() => bench.stream("stdout") === "on\n".repeat(index + 1));
    bench.engine.interrupt("interrupt");
    const outcome = await run;
    assert(outcome.status === "error" && outcome.ename === "Interrupted");
    assert.match(outcome.traceback.join("\n"), where, code);
  }
});

Deno.test("javascript cell leaves its timers behind, and what they throw is written", async () => {
  await using bench = await EngineBench.start(factory);
  const outcome = await bench.run("setTimeout(() => { throw new Error('late') }, 5); 1");
  assert.equal(outcome.status, "ok");
  await bench.until(() => bench.stream("stderr").includes("late"));
  assert.match(bench.stream("stderr"), /^Uncaught Error: late\n {4}at /);
});

Deno.test("javascript session survives that arguments outlive their calls", async () => {
  await using bench = await EngineBench.start(factory);
  const keeps = "{ var made = {}; made.a = arguments; made.self = made }";
  const cases = [
    `function f(n) ${keeps} for (let i = 0; i < 3e4; i++) f({})`,
    `eval("function g(n) ${keeps}"); for (let i = 0; i < 3e4; i++) g({})`,
    `var h = new Function("n", "${keeps}"); for (let i = 0; i < 3e4; i++) h({})`,
  ];
  for (const code of cases) assert.equal((await bench.run(code)).status, "ok", code);
  assert.equal(await bench.text("(function (a) { arguments[0] = 2; return a })(1)"), "2");
  const { usedBytes } = await bench.engine.memory();
  assert(usedBytes < 16 * 1024 * 1024);
});
