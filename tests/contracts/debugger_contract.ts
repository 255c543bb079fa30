// SPDX-License-Identifier: Apache-2.0 OR MIT
// The battery of tests that the debugger of every script engine must pass.

import assert from "node:assert/strict";
import type { DebugEvent, EngineFactory, ScriptError } from "../../lib/contracts/mod.ts";
import type { BenchOptions } from "./engine_bench.ts";
import { EngineBench } from "./engine_bench.ts";

/** The same few programs in the language under test; line numbers count from 0. */
export interface DebuggerSnippets {
  /**
   * Eight lines: 0 begins function `add(a, b)`, 1 sets its local `sum` to `a + b`, 2 returns `sum`, 3 ends it or is
   * empty, 4 sets the global `first` to `add(1, 2)`, 5 sets `second` to `add(first, 10)`, 6 prints `second` and a line
   * end, 7 evaluates `second`.
   */
  readonly adds: string;
  /** Prints `before`, then on line 1 sets the global `x` to 1, on line 2 is empty, on line 3 sets `x` to 2. */
  readonly prints: string;
  /** On line 0 sets the local or global `list` to the numbers 1, 2, 3 in the language's list; 1 evaluates `list[second]`. */
  readonly lists: string;
  /** Names and values of what is inside `list`. */
  readonly inside: Readonly<Record<string, string>>;
  /** Prints `started` and loops for ever over more than one line, counting in the global `n`. */
  readonly spins: string;
  /** An expression whose evaluation fails with a message that names `missing`. */
  readonly failing: string;
  /** An expression that calls `add` with 20 and 22. */
  readonly callsAdd: string;
  /** A statement or expression that assigns 5 to the local `a` in a frame of `add`. */
  readonly assignsA: string;
}

type Stopped = Extract<DebugEvent, { type: "stopped" }>;

/** A bench whose debugger is attached. */
export class DebugBench implements AsyncDisposable {
  readonly #bench: EngineBench;
  readonly #events: DebugEvent[] = [];
  #wanted: { type: DebugEvent["type"]; resolve: (event: DebugEvent) => void } | undefined;

  private constructor(bench: EngineBench) {
    this.#bench = bench;
    bench.engine.debugger.listen((event) => {
      if (this.#wanted?.type !== event.type) return void this.#events.push(event);
      const { resolve } = this.#wanted;
      this.#wanted = undefined;
      resolve(event);
    });
  }

  static async start(factory: EngineFactory, options: BenchOptions = {}): Promise<DebugBench> {
    const bench = new DebugBench(await EngineBench.start(factory, options));
    await bench.debugger.attach();
    return bench;
  }

  get bench(): EngineBench {
    return this.#bench;
  }

  get debugger(): EngineBench["engine"]["debugger"] {
    return this.#bench.engine.debugger;
  }

  /** Events that nobody waited for. */
  get others(): readonly DebugEvent[] {
    return this.#events;
  }

  /** The next event of a type. */
  next<T extends DebugEvent["type"]>(type: T): Promise<Extract<DebugEvent, { type: T }>> {
    const at = this.#events.findIndex((event) => event.type === type);
    if (at >= 0) return Promise.resolve(this.#events.splice(at, 1)[0] as never);
    return new Promise((resolve) => this.#wanted = { type, resolve: resolve as never });
  }

  /** Resumes and waits for the next stop. */
  async step(action: "continue" | "next" | "stepIn" | "stepOut"): Promise<Stopped> {
    await this.debugger.resume(action);
    return await this.next("stopped");
  }

  /** Reference of the innermost frame's locals. */
  async locals(): Promise<number> {
    const [frame] = await this.debugger.stackTrace();
    assert(frame !== undefined);
    const [scope] = await this.debugger.scopes(frame.id);
    assert(scope !== undefined);
    return scope.variablesReference;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#bench[Symbol.asyncDispose]();
  }
}

/** Runs the battery over the debuggers of engines that `factory` makes. */
export function testDebugger(factory: EngineFactory, snippets: DebuggerSnippets): void {
  const name = factory.language.name;
  const test = (behaviour: string, body: (bench: DebugBench) => Promise<void>): void => {
    Deno.test(`${name} debugger ${behaviour}`, async () => {
      await using bench = await DebugBench.start(factory);
      await body(bench);
    });
  };
  const code = (expected: string) => (error: unknown): boolean => {
    assert.equal((error as { code?: string }).code, expected, String(error));
    return true;
  };

  test("stops at a line, shows and changes what is there, and goes on", async (bench) => {
    assert.deepEqual(
      (await bench.debugger.setBreakpoints("In[1]", [1])).map(({ line }) => line),
      [1],
    );
    const run = bench.bench.run(snippets.adds);
    const stop = await bench.next("stopped");
    const { reason, source, line, execution } = stop;
    assert.deepEqual({ reason, source, line, execution }, {
      ...{ reason: "breakpoint", source: "In[1]", line: 1, execution: 1 },
    });
    const frames = await bench.debugger.stackTrace();
    assert.deepEqual(frames.map(({ source, line }) => ({ source, line })), [
      { source: "In[1]", line: 1 },
      { source: "In[1]", line: 4 },
    ]);
    assert.equal(frames[0]?.name, "add");
    const locals = await bench.debugger.variables(await bench.locals());
    const shown = Object.fromEntries(locals.map(({ name, value }) => [name, value]));
    assert.equal(shown["a"], "1");
    assert.equal(shown["b"], "2");
    const frame = frames[0]!.id;
    assert.equal((await bench.debugger.evaluate("a + b", frame)).value, "3");
    await bench.debugger.evaluate(snippets.assignsA, frame);
    assert.equal((await bench.debugger.evaluate("a", frame)).value, "5");
    const set = await bench.debugger.setVariable(await bench.locals(), "b", "a * 2");
    assert.deepEqual([set.name, set.value], ["b", "10"]);
    await bench.debugger.setBreakpoints("In[1]", []);
    await bench.debugger.resume("continue");
    const outcome = await run;
    assert(outcome.status === "ok", JSON.stringify(outcome));
    assert.equal(outcome.result?.data["text/plain"], "25");
    assert.equal(bench.bench.stream("stdout"), "25\n");
  });

  test("steps over, into and out of a function", async (bench) => {
    await bench.debugger.setBreakpoints("In[1]", [4]);
    const run = bench.bench.run(snippets.adds);
    assert.equal((await bench.next("stopped")).line, 4);
    const over = await bench.step("next");
    assert.deepEqual([over.reason, over.line], ["step", 5]);
    assert.equal((await bench.step("stepIn")).line, 1);
    assert.equal((await bench.step("next")).line, 2);
    const out = await bench.step("stepOut");
    assert(out.line === 5 || out.line === 6, `line ${out.line}`);
    assert.equal((await bench.debugger.stackTrace()).length, 1);
    await bench.debugger.resume("continue");
    assert.equal((await run).status, "ok");
    assert.deepEqual(bench.others.filter(({ type }) => type === "stopped"), []);
  });

  test("is interrupted while it stands, and keeps the session's state", async (bench) => {
    await bench.debugger.setBreakpoints("In[1]", [5]);
    const run = bench.bench.run(snippets.adds);
    await bench.next("stopped");
    bench.bench.engine.interrupt("interrupt");
    const outcome = await run;
    assert.equal(outcome.status, "error");
    assert.match((outcome as ScriptError).ename, /Interrupt/);
    assert.equal((await bench.next("continued")).execution, 1);
    assert.equal(await bench.bench.text("first"), "3");
    await assert.rejects(bench.debugger.stackTrace(), code("debug.not_stopped"));
  });

  test("pauses running code, and steps from there", async (bench) => {
    const run = bench.bench.run(snippets.spins);
    await bench.bench.until(() => bench.bench.stream("stdout").includes("started"));
    await bench.debugger.pause();
    const stop = await bench.next("stopped");
    assert.deepEqual([stop.reason, stop.source], ["pause", "In[1]"]);
    const [frame] = await bench.debugger.stackTrace();
    assert(frame !== undefined);
    const before = Number((await bench.debugger.evaluate("n", frame.id)).value);
    assert(before > 0);
    assert.equal((await bench.step("next")).reason, "step");
    bench.bench.engine.interrupt("interrupt");
    assert.equal((await run).status, "error");
  });

  test("lets stopped code go on when it is detached, and forgets the breakpoints", async (bench) => {
    await bench.debugger.setBreakpoints("In[1]", [1, 5]);
    const run = bench.bench.run(snippets.adds);
    await bench.next("stopped");
    await bench.debugger.detach();
    assert.equal((await run).status, "ok");
    assert.equal((await bench.bench.run(snippets.adds, { chunkName: "In[1]" })).status, "ok");
    assert.deepEqual(bench.others.map(({ type }) => type), ["continued"]);
    await assert.rejects(bench.debugger.pause(), code("debug.not_attached"));
    await assert.rejects(bench.debugger.setBreakpoints("In[1]", [1]), code("debug.not_attached"));
  });

  test("answers questions while code stands, and runs further code after it", async (bench) => {
    await bench.debugger.setBreakpoints("In[1]", [1]);
    const run = bench.bench.run(snippets.adds);
    await bench.next("stopped");
    const { matches } = await bench.bench.engine.complete("ad", 2);
    assert(matches.some(({ text }) => text === "add"));
    assert((await bench.bench.engine.memory()).usedBytes > 0);
    const order: string[] = [];
    const second = bench.bench.run("1 + 1").then(() => order.push("second"));
    const first = run.then(() => order.push("first"));
    const [frame] = await bench.debugger.stackTrace();
    assert.equal((await bench.debugger.evaluate("a", frame!.id)).value, "1");
    await bench.debugger.setBreakpoints("In[1]", []);
    await bench.debugger.resume("continue");
    await Promise.all([first, second]);
    assert.deepEqual(order, ["first", "second"]);
  });

  test("tells of a stop after the output that came before it", async (bench) => {
    await bench.debugger.setBreakpoints("In[1]", [1]);
    const run = bench.bench.run(snippets.prints);
    await bench.next("stopped");
    assert.equal(bench.bench.stream("stdout"), "before\n");
    await bench.debugger.resume("continue");
    assert.equal((await run).status, "ok");
  });

  test("moves a breakpoint to the next line with code", async (bench) => {
    assert.deepEqual(await bench.debugger.setBreakpoints("In[1]", [2]), [
      { line: 2, verified: false },
    ]);
    const run = bench.bench.run(snippets.prints);
    assert.equal((await bench.next("stopped")).line, 3);
    assert.deepEqual(await bench.debugger.setBreakpoints("In[1]", [2, 900]), [
      { line: 3, verified: true },
      { line: 900, verified: false },
    ]);
    await bench.debugger.resume("continue");
    assert.equal((await run).status, "ok");
  });

  test("stops in a function that earlier code defined", async (bench) => {
    await bench.bench.run(snippets.adds);
    const [state] = await bench.debugger.setBreakpoints("In[1]", [2]);
    assert.deepEqual(state, { line: 2, verified: true });
    const run = bench.bench.run(snippets.callsAdd);
    const stop = await bench.next("stopped");
    assert.deepEqual([stop.source, stop.line, stop.execution], ["In[1]", 2, 2]);
    const sources = (await bench.debugger.stackTrace()).map(({ source }) => source);
    assert.deepEqual(sources, ["In[1]", "In[2]"]);
    const [frame] = await bench.debugger.stackTrace();
    assert.equal((await bench.debugger.evaluate("sum", frame!.id)).value, "42");
    await bench.debugger.resume("continue");
    const outcome = await run;
    assert(outcome.status === "ok");
    assert.equal(outcome.result?.data["text/plain"], "42");
  });

  test("does not stop in what an evaluation calls", async (bench) => {
    await bench.debugger.setBreakpoints("In[1]", [1]);
    const run = bench.bench.run(snippets.adds);
    await bench.next("stopped");
    const [frame] = await bench.debugger.stackTrace();
    assert.equal((await bench.debugger.evaluate(snippets.callsAdd, frame!.id)).value, "42");
    assert.deepEqual(bench.others, []);
    await bench.debugger.detach();
    assert.equal((await run).status, "ok");
  });

  test("looks inside values and changes what is there", async (bench) => {
    await bench.bench.run(snippets.adds);
    await bench.debugger.setBreakpoints("In[2]", [1]);
    const run = bench.bench.run(snippets.lists);
    await bench.next("stopped");
    const [frame] = await bench.debugger.stackTrace();
    const list = await bench.debugger.evaluate("list", frame!.id);
    assert(list.variablesReference > 0);
    const inside = await bench.debugger.variables(list.variablesReference);
    const shown = new Map(inside.map(({ name, value }) => [name, value]));
    for (const [name, value] of Object.entries(snippets.inside)) {
      assert.equal(shown.get(name), value, name);
    }
    const [key] = Object.keys(snippets.inside);
    await bench.debugger.setVariable(list.variablesReference, key!, "70 + 7");
    const changed = await bench.debugger.variables(list.variablesReference);
    assert.equal(changed.find(({ name }) => name === key)?.value, "77");
    await bench.debugger.resume("continue");
    assert.equal((await run).status, "ok");
  });

  test("says what is wrong with a request", async (bench) => {
    await assert.rejects(bench.debugger.stackTrace(), code("debug.not_stopped"));
    await assert.rejects(bench.debugger.resume("next"), code("debug.not_stopped"));
    await bench.debugger.setBreakpoints("In[1]", [1]);
    const run = bench.bench.run(snippets.adds);
    await bench.next("stopped");
    const [frame] = await bench.debugger.stackTrace();
    const reference = await bench.locals();
    await assert.rejects(bench.debugger.scopes(987_654), code("debug.reference"));
    await assert.rejects(bench.debugger.variables(987_654), code("debug.reference"));
    await assert.rejects(bench.debugger.evaluate("a", 987_654), code("debug.reference"));
    await assert.rejects(bench.debugger.evaluate(snippets.failing, frame!.id), (error) => {
      assert.match(String(error), /missing/);
      return code("debug.evaluate")(error);
    });
    const set = bench.debugger.setVariable(reference, "no_such_variable", "1");
    await assert.rejects(set, code("debug.evaluate"));
    await bench.step("next");
    await assert.rejects(bench.debugger.variables(reference), code("debug.reference"));
    await bench.debugger.detach();
    assert.equal((await run).status, "ok");
  });

  test("ends what stands when the session is closed", async (bench) => {
    await bench.debugger.setBreakpoints("In[1]", [1]);
    const run = bench.bench.run(snippets.adds);
    await bench.next("stopped");
    await bench.bench.engine[Symbol.asyncDispose]();
    await assert.rejects(run, code("engine.exited"));
  });
}
