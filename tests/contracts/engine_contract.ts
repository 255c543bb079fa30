// SPDX-License-Identifier: Apache-2.0 OR MIT
// The battery of tests that every script engine must pass. A language gives its factory and its snippets.

import assert from "node:assert/strict";
import type { EngineFactory } from "../../lib/contracts/mod.ts";
import { EngineBench } from "./engine_bench.ts";

/** The same few programs in the language under test. */
export interface EngineSnippets {
  /** Ends with an expression whose value is the number 42. */
  readonly answer: string;
  /** Ends with no value. */
  readonly nothing: string;
  /** Sets the global `x` to 7. */
  readonly setX: string;
  /** Evaluates the global `x`. */
  readonly getX: string;
  /** Prints `a`, writes `b` to stderr, prints `c`, each with a line end. */
  readonly mixedStreams: string;
  /** Raises an error with message `boom` on its second line. */
  readonly fails: string;
  /** Cannot be compiled. */
  readonly invalid: string;
  /** The head of a block whose end is missing. */
  readonly incomplete: string;
  /** Prints `started` and loops for ever. */
  readonly spins: string;
  /** As `spins`, and catches whatever is raised, again and again. */
  readonly spinsStubbornly: string;
  /** Loops until the global `stop` is true, then evaluates the text `stopped`. */
  readonly spinsUntilStop: string;
  /** Sets the global `stop`. */
  readonly stop: string;
  /** Asks for a line and evaluates it. */
  readonly readsLine: string;
  /** Ends itself with exit code 3, inside a handler that catches everything. */
  readonly exits: string;
  /** Shows `<b>hi</b>` as HTML. */
  readonly showsHtml: string;
  /** Allocates without end. */
  readonly hoards: string;
  /** Calls itself without end. */
  readonly recurses: string;
  /** Prints the numbers 1 to 200000, a line each. */
  readonly floods: string;
  /** Registers comm target `echo`, which sends `data` and buffers of each message back. */
  readonly registersEcho: string;
  /** Prefix of a global function's name, and the name. */
  readonly completes: readonly [prefix: string, name: string];
  /** How the text of `"hi"` is shown as a result. */
  readonly shownText: (text: string) => string;
}

/** Runs the battery over the engines that `factory` makes. */
export function testEngine(factory: EngineFactory, snippets: EngineSnippets): void {
  const name = factory.language.name;
  const test = (behaviour: string, body: (bench: EngineBench) => Promise<void>): void => {
    Deno.test(`${name} engine ${behaviour}`, async () => {
      await using bench = await EngineBench.start(factory);
      await body(bench);
    });
  };

  Deno.test(`${name} engine gives up its start when nobody wants it any more`, async () => {
    // What all engines share is loaded to its end, whoever asked for it.
    await using _first = await EngineBench.start(factory);
    const unwanted = new AbortController();
    const starting = EngineBench.start(factory, { signal: unwanted.signal });
    const refused = assert.rejects(starting, { code: "engine.exited" });
    unwanted.abort();
    await refused;
  });

  test("gives the value of a trailing expression", async (bench) => {
    const outcome = await bench.run(snippets.answer);
    assert(outcome.status === "ok");
    assert.equal(outcome.result?.data["text/plain"], "42");
  });

  test("gives no result when there is no value, and none when silent", async (bench) => {
    assert.deepEqual(await bench.run(snippets.nothing), { status: "ok", userExpressions: {} });
    const silent = await bench.run(`${snippets.mixedStreams}\n${snippets.answer}`, {
      silent: true,
    });
    assert.deepEqual(silent, { status: "ok", userExpressions: {} });
    assert.deepEqual(bench.emitted, []);
  });

  test("keeps globals from one execution to the next", async (bench) => {
    await bench.run(snippets.setX);
    assert.equal(await bench.text(snippets.getX), "7");
  });

  test("evaluates user expressions, each on its own", async (bench) => {
    await bench.run(snippets.setX);
    const userExpressions = { good: "x", bad: snippets.invalid };
    const outcome = await bench.run(snippets.nothing, { userExpressions });
    assert(outcome.status === "ok");
    const { good, bad } = outcome.userExpressions;
    assert(good?.status === "ok" && bad?.status === "error");
    assert.equal(good.data["text/plain"], "7");
  });

  test("emits streams in the order of writing before the outcome", async (bench) => {
    await bench.run(snippets.mixedStreams);
    assert.deepEqual(bench.emitted.map(({ execution, event }) => ({ execution, ...event })), [
      { execution: 1, type: "stream", name: "stdout", text: "a\n" },
      { execution: 1, type: "stream", name: "stderr", text: "b\n" },
      { execution: 1, type: "stream", name: "stdout", text: "c\n" },
    ]);
  });

  test("tells an error with chunk name, line and source", async (bench) => {
    const outcome = await bench.run(snippets.fails);
    assert(outcome.status === "error");
    assert.match(outcome.evalue, /boom/);
    assert.match(outcome.traceback.join("\n"), /In\[1\].*2/s);
    assert.equal(await bench.text(snippets.answer), "42");
  });

  test("tells invalid code and leaves the session usable", async (bench) => {
    const outcome = await bench.run(snippets.invalid);
    assert(outcome.status === "error");
    assert.equal(outcome.ename, "SyntaxError");
    assert.equal(await bench.text(snippets.answer), "42");
  });

  test("knows complete, incomplete and invalid code", async ({ engine }) => {
    assert.equal((await engine.isComplete(snippets.answer)).status, "complete");
    assert.equal((await engine.isComplete(snippets.incomplete)).status, "incomplete");
    assert.equal((await engine.isComplete(snippets.invalid)).status, "invalid");
  });

  test("completes and inspects a global function", async ({ engine }) => {
    const [prefix, whole] = snippets.completes;
    const { matches, start, end } = await engine.complete(prefix, prefix.length);
    assert.deepEqual([start, end], [0, prefix.length]);
    assert(matches.some(({ text, kind }) => text === whole && kind === "function"));
    const inspection = await engine.inspect(whole, whole.length, 0);
    assert(inspection.found);
    assert.match(String(inspection.data["text/plain"]), new RegExp(whole));
  });

  for (const spins of ["spins", "spinsStubbornly"] as const) {
    test(`stops at an interrupt and keeps its globals (${spins})`, async (bench) => {
      await bench.run(snippets.setX);
      const running = bench.run(snippets[spins]);
      await bench.until(() => bench.stream("stdout").includes("started"));
      bench.engine.interrupt("interrupt");
      const outcome = await running;
      assert(outcome.status === "error");
      assert.equal(outcome.ename, "Interrupted");
      assert.equal(await bench.text(snippets.getX), "7");
    });
  }

  test("names a time limit as the reason of an interrupt", async (bench) => {
    const running = bench.run(snippets.spins);
    await bench.until(() => bench.stream("stdout").includes("started"));
    bench.engine.interrupt("time_limit", 1);
    const outcome = await running;
    assert(outcome.status === "error");
    assert.equal(outcome.ename, "TimeLimit");
  });

  test("ignores an interrupt when nothing runs", async (bench) => {
    bench.engine.interrupt("interrupt");
    assert.equal(await bench.text(snippets.answer), "42");
  });

  test("asks for input and gives the line to the script", async (bench) => {
    const running = bench.text(snippets.readsLine);
    await bench.until(() => bench.questions.length > 0);
    bench.questions[0]?.answer("hi");
    assert.equal(await running, snippets.shownText("hi"));
  });

  test("wakes from a blocked input at an interrupt", async (bench) => {
    const running = bench.run(snippets.readsLine);
    await bench.until(() => bench.questions.length > 0);
    bench.engine.interrupt("interrupt");
    const outcome = await running;
    assert(outcome.status === "error");
    assert.equal(outcome.ename, "Interrupted");
    assert.equal(await bench.text(snippets.answer), "42");
  });

  test("serves other calls while code runs and while it waits for input", async (bench) => {
    const spinning = bench.text(snippets.spinsUntilStop);
    assert.equal(await bench.text(snippets.answer), "42");
    const [prefix] = snippets.completes;
    assert((await bench.engine.complete(prefix, prefix.length)).matches.length > 0);
    const reading = bench.text(snippets.readsLine);
    await bench.until(() => bench.questions.length > 0);
    await bench.run(snippets.stop);
    assert.equal(await spinning, snippets.shownText("stopped"));
    bench.questions[0]?.answer("late");
    assert.equal(await reading, snippets.shownText("late"));
  });

  test("interrupts the execution that is meant alone", async (bench) => {
    const spinning = bench.text(snippets.spinsUntilStop);
    const other = bench.run(snippets.spins);
    await bench.until(() => bench.stream("stdout").includes("started"));
    bench.engine.interrupt("interrupt", 2);
    assert.equal((await other).status, "error");
    await bench.run(snippets.stop);
    assert.equal(await spinning, snippets.shownText("stopped"));
  });

  test("ends a run at its own exit, never itself", async (bench) => {
    const outcome = await bench.run(snippets.exits);
    assert(outcome.status === "ok");
    assert.equal(outcome.exitCode, 3);
    assert.equal(await bench.text(snippets.answer), "42");
  });

  test("shows rich output", async (bench) => {
    await bench.run(snippets.showsHtml);
    const event = bench.emitted[0]?.event;
    assert(event?.type === "display");
    assert.equal(event.data["text/html"], "<b>hi</b>");
  });

  for (const [greed, ename] of [["hoards", "MemoryError"], ["recurses", undefined]] as const) {
    test(`survives a script that ${greed}`, async (bench) => {
      await bench.run(snippets.setX);
      const outcome = await bench.run(snippets[greed]);
      assert(outcome.status === "error");
      if (ename !== undefined) assert.equal(outcome.ename, ename);
      assert.equal(await bench.text(snippets.getX), "7");
    });
  }

  test("loses and reorders nothing of a flood", async (bench) => {
    await bench.run(snippets.floods);
    const lines = Array.from({ length: 200_000 }, (_, i) => i + 1).join("\n");
    assert.equal(bench.stream("stdout"), `${lines}\n`);
    assert(bench.emitted.length < 2_000);
  });

  test("answers comm messages with data and buffers", async (bench) => {
    const { engine } = bench;
    const base = { type: "comm", commId: "c1", metadata: {}, buffers: [] } as const;
    await bench.run(snippets.registersEcho);
    await engine.comm(8, { ...base, action: "open", targetName: "echo", data: {} });
    assert.deepEqual(await engine.comms(), { comms: { c1: "echo" } });
    const buffers = [new Uint8Array([0, 255])];
    const data = { n: [1], withNull: [1, null, 3, null], empty: [], nested: [[null], { a: [] }] };
    await engine.comm(9, { ...base, action: "msg", data, buffers });
    assert.deepEqual(bench.emitted, [
      { execution: 9, event: { ...base, action: "msg", data, buffers } },
    ]);
    await engine.comm(10, { ...base, action: "close", data: {} });
    assert.deepEqual(await engine.comms(), { comms: {} });
  });

  test("closes a comm to a target that nobody registered", async (bench) => {
    const base = { type: "comm", commId: "c2", data: {}, metadata: {}, buffers: [] } as const;
    await bench.engine.comm(1, { ...base, action: "open", targetName: "none" });
    assert.deepEqual(bench.emitted, [{ execution: 1, event: { ...base, action: "close" } }]);
  });

  test("lists, reads and sets variables", async (bench) => {
    await bench.run(snippets.setX);
    const [variable] = await bench.engine.listVariables();
    assert.deepEqual([variable?.name, variable?.value], ["x", "7"]);
    assert.equal(await bench.engine.getVariable("x"), 7);
    assert.equal(await bench.engine.getVariable("none"), undefined);
    await bench.engine.setVariable("x", { list: [1, 2.5, "t"], yes: true });
    assert.deepEqual(await bench.engine.getVariable("x"), { list: [1, 2.5, "t"], yes: true });
  });

  test("tells its memory", async ({ engine }) => {
    const { usedBytes, limitBytes } = await engine.memory();
    assert(usedBytes > 0 && usedBytes < limitBytes);
  });

  test("rejects what is pending when it is disposed of, and resolves exited", async (bench) => {
    const running = bench.run(snippets.spins);
    await bench.until(() => bench.stream("stdout").includes("started"));
    await bench.engine[Symbol.asyncDispose]();
    await assert.rejects(running, { code: "engine.exited" });
    await assert.rejects(bench.run(snippets.answer), { code: "engine.exited" });
    assert.match((await bench.engine.exited).reason, /disposed/);
  });
}
