// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { KernelError } from "../errors.ts";
import { MockEngine } from "./mock_engine.ts";
import { refused, sessionOptions } from "./testing.ts";
import { WarmEngines } from "./warm_engines.ts";

function open() {
  const factory = new MockEngine();
  const { assets, log, limits } = sessionOptions(factory);
  const options = { assets, log, limits };
  const emitted: unknown[] = [];
  const host = {
    emit: (_: number, event: unknown) => void emitted.push(event),
    requestInput: () => Promise.resolve("a line"),
    call: () => Promise.resolve("called"),
  };
  const later: (() => void)[] = [];
  const engines = new WarmEngines(factory, options, (start) => {
    later.push(start);
    return { [Symbol.dispose]: () => void later.splice(later.indexOf(start), 1) };
  });
  return { factory, engines, options, host, emitted, later };
}

const request = { id: 1, code: "x", chunkName: "In[1]", silent: false, userExpressions: {} };

Deno.test("start() gives the engine that is kept, and the next one is started later", async () => {
  const { factory, engines, options, host, emitted, later } = open();
  engines.warm();
  engines.warm();
  assert.equal(factory.started, 1);
  const engine = await engines.start({ ...options, host });
  assert.equal(factory.started, 1);
  later[0]!();
  assert.equal(factory.started, 2);
  const running = engine.execute(request);
  const run = factory.runs[0]!;
  run.host.emit(1, { type: "stream", name: "stdout", text: "hi" });
  assert.deepEqual(emitted, [{ type: "stream", name: "stdout", text: "hi" }]);
  assert.equal(await run.host.requestInput(1, { prompt: "", password: false }), "a line");
  assert.equal(await run.host.call(1, "fs.read", []), "called");
  run.end();
  assert.equal((await running).status, "ok");
  await engines[Symbol.asyncDispose]();
});

Deno.test("start() starts an engine where none is kept, and for a script's session", async () => {
  const { factory, engines, options, host, later } = open();
  await engines.start({ ...options, host });
  assert.equal(factory.started, 1);
  engines.warm();
  await engines.start({ ...options, host, script: { path: "x.lua", arguments: [] } });
  assert.equal(factory.started, 3);
  await engines.start({ ...options, host });
  assert.equal(later.length, 1);
  await engines[Symbol.asyncDispose]();
  assert.deepEqual(later, []);
  await assert.rejects(engines.start({ ...options, host }), refused("kernel.stopping"));
});

Deno.test("a kept engine that fails to start, or ends, is made up for by the next start", async () => {
  const { factory, engines, options, host } = open();
  const start = factory.start.bind(factory);
  factory.start = () => Promise.reject(new KernelError("engine.start", "Cannot start", ""));
  engines.warm();
  factory.start = start;
  await engines.start({ ...options, host });
  factory.crash("crashed");
  const again = await engines.start({ ...options, host });
  assert.equal(again.language.name, "mock");
  await engines[Symbol.asyncDispose]();
});

Deno.test("a kept engine that is still starting is given up with its session, or with the rest", async () => {
  const { factory, engines, options, host } = open();
  factory.slow = true;
  engines.warm();
  const session = new AbortController();
  const taken = engines.start({ ...options, host, signal: session.signal });
  session.abort();
  factory.slow = false;
  assert.equal((await taken).language.name, "mock");
  await engines[Symbol.asyncDispose]();
});
