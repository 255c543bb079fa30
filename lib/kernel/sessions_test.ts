// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sessions of one kernel beside one another.

import assert from "node:assert/strict";
import type { SessionEvent } from "../contracts/mod.ts";
import { MockEngine } from "./mock_engine.ts";
import { code, context, open, refused, run, sessionOptions, types } from "./testing.ts";

function openTwo() {
  const opened = open();
  const other = new MockEngine();
  opened.kernel.openSession("other", sessionOptions(other));
  const otherEvents: SessionEvent[] = [];
  opened.kernel.subscribe("other", (event) => void otherEvents.push(event));
  return { ...opened, other, otherEvents, there: context({ session: "other" }) };
}

Deno.test("openSession() keeps executions and events of each session apart", async () => {
  const { kernel, engine, other, events, otherEvents, there } = openTwo();
  const first = kernel.call("execute", code("a"), context());
  const second = kernel.call("execute", code("b"), there);
  (await run(other, 0)).end();
  assert.equal((await second).executionCount, 1);
  assert.deepEqual(types(otherEvents), ["execution_started"]);
  (await run(engine, 0)).end();
  assert.equal((await first).executionCount, 1);
  assert.deepEqual(types(events), ["execution_started"]);
  await kernel[Symbol.asyncDispose]();
});

Deno.test("interrupt reaches the session it is meant for alone", async () => {
  const { kernel, engine, other, there } = openTwo();
  const first = kernel.call("execute", code("a"), context());
  const second = kernel.call("execute", code("b"), there);
  const running = await run(engine, 0);
  await run(other, 0);
  await kernel.call("interrupt", {}, there);
  assert.equal((await second).status, "error");
  assert.deepEqual(engine.interrupts, []);
  running.end();
  assert.equal((await first).status, "ok");
  await kernel[Symbol.asyncDispose]();
});

Deno.test("closeSession() ends what runs there, and the other sessions go on", async () => {
  const { kernel, engine, other, otherEvents, there } = openTwo();
  const mine = kernel.call("execute", code("a"), context());
  const theirs = kernel.call("execute", code("b"), there);
  const waiting = kernel.call("execute", code("c"), there);
  await run(other, 0);
  const closed = kernel.closeSession("other", 1_000);
  assert.deepEqual(kernel.sessions, ["main"]);
  await assert.rejects(kernel.call("execute", code("d"), there), refused("session.unknown"));
  assert.equal((await theirs).status, "error");
  await assert.rejects(waiting, refused("kernel.stopping"));
  await closed;
  assert.deepEqual(other.interrupts, ["shutdown"]);
  assert.equal(types(otherEvents)[1], "shutdown");
  (await run(engine, 0)).end();
  assert.equal((await mine).status, "ok");
  await assert.rejects(kernel.closeSession("other", 0), refused("session.unknown"));
  kernel.openSession("other", sessionOptions(new MockEngine()));
  await kernel[Symbol.asyncDispose]();
});

Deno.test("closeSession() ends the engine of code that does not end in time", async () => {
  const { kernel, other, there } = openTwo();
  const theirs = kernel.call("execute", code("b"), there);
  await run(other, 0);
  other.deaf = true;
  const ended = assert.rejects(theirs, refused("engine.exited"));
  await kernel.closeSession("other", 0);
  await ended;
  await kernel[Symbol.asyncDispose]();
});

Deno.test("restartSession() gives the subscribers a fresh session under the same id", async () => {
  const { kernel, other, otherEvents, there } = openTwo();
  const before = kernel.call("execute", code("b"), there);
  (await run(other, 0)).end();
  assert.equal((await before).executionCount, 1);
  await kernel.restartSession("other", 1_000);
  assert.equal(other.started, 2);
  const after = kernel.call("execute", code("c"), there);
  (await run(other, 1)).end();
  assert.equal((await after).executionCount, 1);
  assert.deepEqual(types(otherEvents), ["execution_started", "shutdown", "execution_started"]);
  assert.deepEqual(kernel.sessions, ["main", "other"]);
  await kernel[Symbol.asyncDispose]();
});

Deno.test("a session opened while the kernel drains takes no work; none is opened when it stops", async () => {
  const { kernel } = open();
  await kernel.call("kernel.drain", {}, context());
  kernel.openSession("late", sessionOptions(new MockEngine()));
  const late = context({ session: "late" });
  await assert.rejects(kernel.call("execute", code("x"), late), refused("kernel.draining"));
  await kernel.call("kernel.shutdown", { restart: false }, context());
  assert.throws(
    () => kernel.openSession("later", sessionOptions(new MockEngine())),
    refused("kernel.stopping"),
  );
  await kernel[Symbol.asyncDispose]();
});

Deno.test("an engine that is still starting does not hold up the end of its session", async () => {
  const { kernel } = open();
  const other = new MockEngine();
  other.slow = true;
  kernel.openSession("other", sessionOptions(other));
  const waiting = kernel.call("execute", code("x"), context({ session: "other" }));
  const ended = assert.rejects(waiting, refused("engine.exited"));
  await kernel.closeSession("other", 600_000);
  await ended;
  await kernel[Symbol.asyncDispose]();
});
