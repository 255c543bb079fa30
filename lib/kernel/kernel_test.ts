// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import type { ExecuteResult, OperationParams, SessionEvent } from "../contracts/mod.ts";
import { failure } from "./mock_engine.ts";
import { code, context, open, refused, run, types } from "./testing.ts";

Deno.test("call() tells start, output and result in order, with the request's parent", async () => {
  const { kernel, engine, events, history } = open();
  const reply = kernel.call("execute", code("x"), context({ parent: "p1" }));
  const { request, host, end } = await run(engine, 0);
  assert.equal(request.chunkName, "In[1]");
  host.emit(request.id, { type: "stream", name: "stdout", text: "hi" });
  end({
    status: "ok",
    userExpressions: {},
    result: { data: { "text/plain": "7" }, metadata: {} },
  });
  assert.deepEqual(await reply, { status: "ok", executionCount: 1, userExpressions: {} });
  assert.deepEqual(types(events), ["execution_started", "stream", "result"]);
  assert.ok(events.every((event) => event.parent === "p1" && event.client === "test"));
  assert.deepEqual(history, [{ line: 1, input: "x", output: "7" }]);
  await kernel[Symbol.asyncDispose]();
});

Deno.test("historyProblem stays until history takes an execution again", async () => {
  let full = true;
  const { kernel, engine, history } = open(undefined, () => full);
  const result = { data: { "text/plain": "7" }, metadata: {} };
  const execute = async (index: number) => {
    const reply = kernel.call("execute", code("x"), context());
    (await run(engine, index)).end({ status: "ok", userExpressions: {}, result });
    await reply;
  };
  await execute(0);
  assert.equal(kernel.historyProblem, "disk full");
  full = false;
  await execute(1);
  assert.equal(kernel.historyProblem, undefined);
  assert.deepEqual(history, [{ line: 2, input: "x", output: "7" }]);
  await kernel[Symbol.asyncDispose]();
});

Deno.test("call() counts only executions that store history, and silent ones tell nothing", async () => {
  const { kernel, engine, events } = open();
  const counts: number[] = [];
  const variants = [{}, { storeHistory: false }, { silent: true }, {}];
  for (const [at, variant] of variants.entries()) {
    const reply = kernel.call("execute", code("x", variant), context());
    (await run(engine, at)).end();
    counts.push((await reply).executionCount);
  }
  assert.deepEqual(counts, [1, 1, 1, 2]);
  assert.equal(events.length, 3);
  await kernel[Symbol.asyncDispose]();
});

Deno.test("call() keeps shell order, and control does not wait behind it", async () => {
  const { kernel, engine } = open();
  const order: string[] = [];
  const first = kernel.call("execute", code("1"), context()).then(() => order.push("execute"));
  const second = kernel.call("kernel.info", {}, context()).then(() => order.push("shell info"));
  await kernel.call("kernel.info", {}, context({ channel: "control" }));
  order.push("control info");
  (await run(engine, 0)).end();
  await Promise.all([first, second]);
  assert.deepEqual(order, ["control info", "execute", "shell info"]);
  await kernel[Symbol.asyncDispose]();
});

Deno.test("call() begins the next request of a lane only when the last reply is sent", async () => {
  const { kernel, engine } = open();
  const replied = Promise.withResolvers<void>();
  const first = kernel.call("execute", code("1"), context({ replied: replied.promise }));
  let begun = false;
  const second = kernel.call("isComplete", { code: "" }, context({ started: () => begun = true }));
  (await run(engine, 0)).end();
  await first;
  assert.equal(begun, false);
  replied.resolve();
  await second;
  assert.equal(begun, true);
  await kernel[Symbol.asyncDispose]();
});

Deno.test("call() aborts the executions that wait when one fails, with what drain() brings in", async () => {
  const { kernel, engine } = open();
  let late: Promise<ExecuteResult> | undefined;
  const drain = () => late = kernel.call("execute", code("late"), context());
  const first = kernel.call("execute", code("1"), context({ drain }));
  const waiting = kernel.call("execute", code("2"), context());
  const info = kernel.call("kernel.info", {}, context());
  (await run(engine, 0)).end(failure("Boom"));
  assert.equal((await first).status, "error");
  assert.equal((await waiting).status, "aborted");
  assert.equal((await info).implementation, "llmspell");
  assert.equal((await late)?.status, "aborted");
  assert.equal(engine.runs.length, 1);
  const next = kernel.call("execute", code("3"), context());
  (await run(engine, 1)).end();
  assert.equal((await next).status, "ok");
  await kernel[Symbol.asyncDispose]();
});

Deno.test("call() goes on with the queue after a failure without stopOnError", async () => {
  const { kernel, engine } = open();
  const first = kernel.call("execute", code("1", { stopOnError: false }), context());
  const second = kernel.call("execute", code("2"), context());
  (await run(engine, 0)).end(failure("Boom"));
  (await run(engine, 1)).end();
  assert.deepEqual([(await first).status, (await second).status], ["error", "ok"]);
  await kernel[Symbol.asyncDispose]();
});

Deno.test("call() refuses the newest request when the lane is full", async () => {
  const { kernel, engine } = open({ maxQueued: 1, maxSubshells: 0 });
  const first = kernel.call("execute", code("1"), context());
  const second = kernel.call("execute", code("2"), context());
  await assert.rejects(kernel.call("execute", code("3"), context()), refused("queue.full"));
  (await run(engine, 0)).end();
  (await run(engine, 1)).end();
  await Promise.all([first, second]);
  await kernel[Symbol.asyncDispose]();
});

Deno.test("call() runs a subshell's requests while the main shell runs, until it is deleted", async () => {
  const { kernel, engine } = open();
  const main = kernel.call("execute", code("main"), context());
  await run(engine, 0);
  const { subshell } = await kernel.call("subshell.create", {}, context({ channel: "control" }));
  const side = kernel.call("execute", code("side"), context({ subshell }));
  (await run(engine, 1)).end();
  assert.equal((await side).status, "ok");
  assert.deepEqual(await kernel.call("subshell.list", {}, context()), { subshells: [subshell] });
  await kernel.call("subshell.delete", { subshell }, context());
  await assert.rejects(
    kernel.call("execute", code("side"), context({ subshell })),
    refused("subshell.unknown"),
  );
  (await run(engine, 0)).end();
  await main;
  await kernel[Symbol.asyncDispose]();
});

Deno.test("subshell.create refuses more subshells than the limit", async () => {
  const { kernel } = open({ maxQueued: 1, maxSubshells: 1 });
  await kernel.call("subshell.create", {}, context());
  await assert.rejects(kernel.call("subshell.create", {}, context()), refused("subshell.limit"));
  await kernel[Symbol.asyncDispose]();
});

Deno.test("call() throws TypeError that names the field when parameters do not fit", async () => {
  const { kernel } = open();
  const wrong = { ...code("x"), silent: "yes" } as unknown as OperationParams<"execute">;
  await assert.rejects(kernel.call("execute", wrong, context()), {
    name: "TypeError",
    message: /^Cannot perform execute: silent: /,
  });
  await kernel[Symbol.asyncDispose]();
});

Deno.test("call() throws session.unknown for a session that is not open", async () => {
  const { kernel } = open();
  await assert.rejects(
    kernel.call("kernel.info", {}, context({ session: "none" })),
    refused("session.unknown"),
  );
  await kernel[Symbol.asyncDispose]();
});

Deno.test("interrupt stops what runs and cancels its open question", async () => {
  const { kernel, engine } = open();
  const requestInput = (_: unknown, signal: AbortSignal) =>
    new Promise<string>((_, reject) =>
      signal.addEventListener("abort", () => reject(signal.reason))
    );
  const reply = kernel.call("execute", code("x"), context({ requestInput }));
  const { request, host } = await run(engine, 0);
  const answer = host.requestInput(request.id, { prompt: "?", password: false });
  await kernel.call("interrupt", {}, context({ channel: "control" }));
  await assert.rejects(answer, { name: "AbortError" });
  assert.equal((await reply).status, "error");
  await kernel[Symbol.asyncDispose]();
});

Deno.test("requestInput() is refused when the client does not answer questions", async () => {
  const { kernel, engine } = open();
  const reply = kernel.call("execute", code("x"), context());
  const { request, host, end } = await run(engine, 0);
  await assert.rejects(
    host.requestInput(request.id, { prompt: "", password: false }),
    refused("input.refused"),
  );
  end();
  await reply;
  await kernel[Symbol.asyncDispose]();
});

Deno.test("call() interrupts an execution at its time limit, or when its client cancels", async () => {
  const { kernel, engine } = open();
  const timed = await kernel.call("execute", code("x", { timeLimitMs: 1 }), context());
  assert.equal(timed.status, "error");
  assert.deepEqual(engine.interrupts, ["time_limit"]);
  const cancel = new AbortController();
  const cancelled = kernel.call("execute", code("x"), context({ signal: cancel.signal }));
  await run(engine, 1);
  cancel.abort();
  assert.equal((await cancelled).status, "error");
  await kernel[Symbol.asyncDispose]();
});

Deno.test("kernel.shutdown answers, tells all subscribers, ends what runs and refuses new work", async () => {
  const { kernel, engine, events } = open();
  const running = kernel.call("execute", code("x"), context());
  const waiting = kernel.call("execute", code("y"), context());
  await run(engine, 0);
  const reply = kernel.call("kernel.shutdown", { restart: true }, context({ channel: "control" }));
  assert.deepEqual(await reply, { restart: true });
  assert.deepEqual(await kernel.stopRequested, { restart: true, client: "test" });
  assert.equal((await running).status, "error");
  await assert.rejects(waiting, refused("kernel.stopping"));
  await assert.rejects(kernel.call("execute", code("z"), context()), refused("kernel.stopping"));
  await kernel.stop(1000);
  const last = events.at(-1);
  assert.deepEqual(last?.body, { type: "shutdown", restart: true });
  assert.equal(last?.parent, "parent");
});

Deno.test("kernel.shutdown tells the subscribers at once where asked to, and then not again", async () => {
  const { kernel, events } = open();
  const params = { restart: false, announce: true };
  await kernel.call("kernel.shutdown", params, context({ channel: "control" }));
  assert.deepEqual(types(events), ["shutdown"]);
  await kernel.stop(0);
  assert.deepEqual(types(events), ["shutdown"]);
});

Deno.test("kernel.shutdown aborts hurried when it is forced, or comes a second time", async () => {
  for (
    const words of [[{ restart: false, force: true }], [{ restart: false }, { restart: true }]]
  ) {
    const { kernel, events } = open();
    for (const params of words) {
      assert.equal(kernel.hurried.aborted, false);
      await kernel.call("kernel.shutdown", params, context({ channel: "control" }));
    }
    assert.equal(kernel.hurried.aborted, true);
    await kernel.stop(0);
    assert.deepEqual(types(events), ["shutdown"]);
  }
});

Deno.test("kernel.drain lets what was accepted end and refuses executions until kernel.resume", async () => {
  const { kernel, engine } = open();
  const running = kernel.call("execute", code("x"), context());
  const waiting = kernel.call("execute", code("y"), context());
  await run(engine, 0);
  const control = context({ channel: "control" });
  assert.deepEqual(await kernel.call("kernel.drain", {}, control), { phase: "Draining" });
  await assert.rejects(kernel.call("execute", code("z"), context()), refused("kernel.draining"));
  assert.equal(kernel.draining, true);
  (await run(engine, 0)).end();
  (await run(engine, 1)).end();
  assert.equal((await running).status, "ok");
  assert.equal((await waiting).status, "ok");
  assert.deepEqual(await kernel.call("kernel.resume", {}, control), { phase: "Running" });
  const next = kernel.call("execute", code("z"), context());
  (await run(engine, 2)).end();
  assert.equal((await next).status, "ok");
  await kernel[Symbol.asyncDispose]();
});

Deno.test("settled() names the sessions where something still runs when its signal aborts", async () => {
  const { kernel, engine } = open();
  const reply = kernel.call("execute", code("x"), context());
  await run(engine, 0);
  engine.deaf = true;
  kernel.refuseWork();
  assert.deepEqual(await kernel.settled(AbortSignal.abort()), ["main"]);
  const ended = assert.rejects(reply, refused("engine.exited"));
  await kernel[Symbol.asyncDispose]();
  await ended;
});

Deno.test("states() tells what each session does", async () => {
  const { kernel, engine } = open();
  const reply = kernel.call("execute", code("x"), context());
  const waiting = kernel.call("execute", code("y"), context());
  await run(engine, 0);
  const [state] = await kernel.states();
  assert.deepEqual([state?.status, state?.running, state?.queued], ["busy", 1, 1]);
  assert.deepEqual([state?.id, state?.language, state?.executionCount], ["main", "mock", 1]);
  (await run(engine, 0)).end();
  (await run(engine, 1)).end();
  await Promise.all([reply, waiting]);
  await kernel[Symbol.asyncDispose]();
});

Deno.test("save() keeps globals with a JSON form, and restore() sets them with the execution count", async () => {
  const { kernel, engine } = open();
  engine.variables.set("n", 1).set("f", undefined).set("t", { a: [null, true] });
  const saved = await kernel.save("main");
  assert.deepEqual(saved, {
    id: "main",
    language: "mock",
    executionCount: 0,
    variables: { n: 1, t: { a: [null, true] } },
    skipped: ["f"],
  });
  await kernel[Symbol.asyncDispose]();
  const next = open();
  next.engine.readOnly.add("t");
  assert.deepEqual(await next.kernel.restore({ ...saved, executionCount: 7 }), ["t"]);
  assert.equal(next.engine.variables.get("n"), 1);
  const reply = next.kernel.call("execute", code("x"), context());
  (await run(next.engine, 0)).end();
  assert.equal((await reply).executionCount, 8);
  await next.kernel[Symbol.asyncDispose]();
});

Deno.test("call() refuses the operations of a service until they are provided", async () => {
  const { kernel } = open();
  await assert.rejects(kernel.call("kernel.dump", {}, context()), refused("operation.unavailable"));
  const unavailable = () => Promise.reject(new Error("not this one"));
  kernel.provide({
    "kernel.state": unavailable,
    "kernel.health": unavailable,
    "kernel.dump": () => ({ path: "/dump" }),
    "config.reload": unavailable,
    "log.level": unavailable,
    "session.create": unavailable,
    "session.list": unavailable,
    "session.close": unavailable,
    "session.restart": unavailable,
  });
  assert.deepEqual(await kernel.call("kernel.dump", {}, context()), { path: "/dump" });
  await kernel[Symbol.asyncDispose]();
});

Deno.test("endEngines() fails what runs, and the session refuses more work", async () => {
  const { kernel, engine } = open();
  const reply = kernel.call("execute", code("x"), context());
  await run(engine, 0);
  engine.deaf = true;
  const ended = assert.rejects(reply, refused("engine.exited"));
  await kernel.endEngines(["main"]);
  await ended;
  await assert.rejects(kernel.call("execute", code("y"), context()), refused("kernel.stopping"));
  assert.equal(engine.started, 1);
  await kernel[Symbol.asyncDispose]();
});

Deno.test("stop() ends an engine that does not stop within the grace period", async () => {
  const { kernel, engine } = open();
  const reply = kernel.call("execute", code("x"), context());
  await run(engine, 0);
  engine.deaf = true;
  const ended = assert.rejects(reply, refused("engine.exited"));
  await kernel.stop(1);
  await ended;
});

Deno.test("a crashed engine fails its execution, is replaced, and the clients are told", async () => {
  const { kernel, engine, events } = open();
  const reply = kernel.call("execute", code("x"), context());
  await run(engine, 0);
  engine.crash("out of memory");
  await assert.rejects(reply, refused("engine.exited"));
  const next = kernel.call("execute", code("y"), context());
  (await run(engine, 1)).end();
  assert.equal((await next).executionCount, 2);
  assert.equal(engine.started, 2);
  assert.ok(types(events).includes("engine_exit"));
  await kernel[Symbol.asyncDispose]();
});

Deno.test("subscribe() gives all listeners the same order, also past one that throws", async () => {
  const { kernel, engine, events } = open();
  const others: SessionEvent[] = [];
  kernel.subscribe("main", () => {
    throw new Error("bad listener");
  });
  const last = kernel.subscribe("main", (event) => void others.push(event));
  const reply = kernel.call("execute", code("x"), context());
  (await run(engine, 0)).end();
  await reply;
  assert.deepEqual(others, events);
  last[Symbol.dispose]();
  const again = kernel.call("execute", code("x"), context());
  (await run(engine, 1)).end();
  await again;
  assert.equal(others.length, 1);
  await kernel[Symbol.asyncDispose]();
});

Deno.test("comm.info lists open comms, of one target where asked", async () => {
  const { kernel } = open();
  assert.deepEqual(await kernel.call("comm.info", { targetName: "two" }, context()), {
    comms: { b: { targetName: "two" } },
  });
  await kernel[Symbol.asyncDispose]();
});

Deno.test("kernel.usage gives the process's and the host's figures", async () => {
  const { kernel } = open();
  const usage = await kernel.call("kernel.usage", {}, context());
  assert.equal(usage.pid, Deno.pid);
  assert.ok(usage.rssBytes > 1e6);
  assert.ok(usage.hostMemory.total >= usage.hostMemory.used);
  await kernel[Symbol.asyncDispose]();
});

Deno.test("emit() asks the engine to wait while a subscriber is congested, even one that fails", async () => {
  const { kernel, engine } = open();
  const room = Promise.withResolvers<void>();
  using _slow = kernel.subscribe("main", ({ body }) => {
    if (body.type === "stream") return room.promise;
  });
  using _failing = kernel.subscribe("main", () => Promise.reject(new Error("gone")));
  const reply = kernel.call("execute", code("x"), context());
  const { request, host, end } = await run(engine, 0);
  let settled = false;
  const held = host.emit(request.id, { type: "stream", name: "stdout", text: "x" });
  assert.ok(held);
  const waited = held.then(() => settled = true);
  assert.equal(settled, false);
  room.resolve();
  await waited;
  end();
  await reply;
  await kernel[Symbol.asyncDispose]();
});

Deno.test("call() counts executions by how they ended, what scripts wrote, and engines that died", async () => {
  const { kernel, engine, registry } = open();
  const first = kernel.call("execute", code("x"), context());
  const second = kernel.call("execute", code("y"), context());
  const third = kernel.call("execute", code("z"), context());
  const { request, host, end } = await run(engine, 0);
  host.emit(request.id, { type: "stream", name: "stderr", text: "four" });
  end();
  (await run(engine, 1)).end(failure("Error"));
  await Promise.all([first, second, third]);
  engine.crash("gone");
  await kernel.call("isComplete", { code: "" }, context());
  await kernel[Symbol.asyncDispose]();
  const values = Object.fromEntries(
    registry.snapshot().flatMap(({ name, samples }) =>
      samples.map(({ labels, value, count }) =>
        [[name, ...Object.values(labels)].join(" "), count ?? value] as const
      )
    ),
  );
  assert.deepEqual(values, {
    "llmspell_kernel_executions_total ok": 1,
    "llmspell_kernel_executions_total error": 1,
    "llmspell_kernel_executions_total aborted": 1,
    "llmspell_kernel_execution_seconds": 2,
    "llmspell_kernel_output_characters_total stderr": 4,
    "llmspell_kernel_engine_exits_total": 1,
  });
});
