// SPDX-License-Identifier: Apache-2.0 OR MIT
// The protocol as a whole, over real sockets, in front of a mock Router.

import assert from "node:assert/strict";
import { KernelError } from "../../lib/errors.ts";
import {
  connectJupyter,
  createJupyterProtocol,
  type Exchange,
  newConnection,
  operate,
  type ServedRequest,
} from "./mod.ts";
import {
  CountingMetrics,
  KeptLog,
  MOCK_INFO,
  MockRouter,
  startKernel,
  testContext,
} from "./testing.ts";

/** Types of an exchange's iopub messages, with the state of a status. */
function published({ iopub }: Exchange): string[] {
  return iopub.map(({ header, content }) => String(content["execution_state"] ?? header.msg_type));
}

Deno.test("listen() serves kernel_info and execute over real sockets", async () => {
  await using kernel = await startKernel();
  using client = await connectJupyter(kernel);
  const info = await client.request("shell", "kernel_info_request", {});
  assert.equal(info.reply?.content["implementation"], MOCK_INFO.implementation);
  const { reply, iopub } = await client.request("shell", "execute_request", { code: "print hi" });
  assert.deepEqual(reply?.content, {
    status: "ok",
    execution_count: 1,
    payload: [],
    user_expressions: {},
  });
  assert.deepEqual(iopub.map(({ header, content }) => [header.msg_type, content]), [
    ["status", { execution_state: "busy" }],
    ["execute_input", { code: "print hi", execution_count: 1 }],
    ["stream", { name: "stdout", text: "hi" }],
    ["status", { execution_state: "idle" }],
  ]);
});

Deno.test("listen() echoes heartbeats and tells of them", async () => {
  let beats = 0;
  await using kernel = await startKernel({}, { onHeartbeat: () => beats++ });
  using client = await connectJupyter(kernel);
  await client.heartbeat();
  assert.equal(beats, 1);
});

Deno.test("listen() answers control while shell is busy", async () => {
  const running = Promise.withResolvers<void>();
  await using kernel = await startKernel({
    execute: async () => {
      await running.promise;
      return { status: "ok", executionCount: 1, userExpressions: {} };
    },
    interrupt: () => {
      running.resolve();
      return {};
    },
  });
  using client = await connectJupyter(kernel);
  const execution = client.request("shell", "execute_request", { code: "x" });
  const info = await client.request("control", "kernel_info_request", {});
  assert.equal(info.reply?.content["status"], "ok");
  const interrupted = await client.request("control", "interrupt_request", {});
  assert.deepEqual(interrupted.reply?.content, { status: "ok" });
  assert.equal((await execution).reply?.content["status"], "ok");
});

Deno.test("listen() calls the Router in the order in which shell requests arrive", async () => {
  await using kernel = await startKernel();
  using client = await connectJupyter(kernel);
  const codes = Array.from({ length: 200 }, (_, at) => `print ${at}`);
  await Promise.all(codes.map((code) => client.request("shell", "execute_request", { code })));
  const seen = kernel.router.calls.map(({ params }) => (params as { code: string }).code);
  assert.deepEqual(seen, codes);
});

Deno.test("listen() gives each client its own replies and all clients all output", async () => {
  await using kernel = await startKernel();
  using first = await connectJupyter(kernel);
  using second = await connectJupyter(kernel);
  const overheard = Promise.withResolvers<unknown>();
  using _ear = second.onIopub(({ header, content }) => {
    if (header.msg_type === "stream") overheard.resolve(content["text"]);
  });
  const [a, b] = await Promise.all([
    first.request("shell", "execute_request", { code: "print a" }),
    second.request("shell", "kernel_info_request", {}),
  ]);
  assert.equal(a.reply?.header.msg_type, "execute_reply");
  assert.equal(b.reply?.header.msg_type, "kernel_info_reply");
  assert.equal(await overheard.promise, "a");
  const clients = new Set(kernel.router.calls.map(({ context }) => context.client));
  assert.equal(clients.size, 2);
});

Deno.test("listen() answers a failed operation with an error between busy and idle", async () => {
  await using kernel = await startKernel({
    execute: () => {
      throw new KernelError("queue.full", "Cannot execute: 100 wait", "Wait");
    },
  });
  using client = await connectJupyter(kernel);
  const exchange = await client.request("shell", "execute_request", { code: "x" });
  assert.deepEqual(exchange.reply?.content, {
    status: "error",
    ename: "KernelError",
    evalue: "Cannot execute: 100 wait",
    traceback: ["queue.full: Cannot execute: 100 wait", "Wait"],
    execution_count: 0,
  });
  assert.deepEqual(published(exchange), ["busy", "idle"]);
});

Deno.test("listen() answers every request on shell while the kernel drains or stops", async () => {
  for (const code of ["kernel.draining", "kernel.stopping"]) {
    const message = `Cannot take the request: ${code}`;
    const refuse = () => {
      throw new KernelError(code, message, "Wait");
    };
    const operations = ["execute", "complete", "inspect", "isComplete", "history", "comm.info"];
    const answers = Object.fromEntries(operations.map((operation) => [operation, refuse]));
    await using kernel = await startKernel({ ...answers, "kernel.info": refuse });
    using client = await connectJupyter(kernel);
    const types = ["execute", "complete", "inspect", "is_complete", "history", "comm_info"];
    for (const type of [...types, "kernel_info"]) {
      const content = { code: "", hist_access_type: "tail" };
      const exchange = await client.request("shell", `${type}_request`, content);
      assert.equal(exchange.reply?.header.msg_type, `${type}_reply`);
      const { status, evalue, traceback } = exchange.reply.content;
      assert.deepEqual({ status, evalue }, { status: "error", evalue: message });
      assert.deepEqual(traceback, [`${code}: ${message}`, "Wait"]);
      assert.deepEqual(published(exchange), ["busy", "idle"]);
    }
  }
});

Deno.test("listen() tells of each request served, and whether the kernel failed", async () => {
  const heard: [string, boolean][] = [];
  const onServed = ({ type, seconds, failed }: ServedRequest) => {
    assert.ok(seconds >= 0);
    heard.push([type, failed]);
  };
  await using kernel = await startKernel({
    "execute": ({ code }) => {
      if (code === "bug") throw new Error("bug");
      if (code === "full") throw new KernelError("queue.full", "Cannot queue", "Wait");
      if (code === "drain") throw new KernelError("kernel.draining", "Cannot take", "Wait");
      const error = { ename: "LuaError", evalue: "boom", traceback: [] };
      return { status: "error", executionCount: 1, ...error };
    },
    "kernel.dump": () => ({ path: "/dump" }),
  }, { onServed });
  using client = await connectJupyter(kernel);
  await client.heartbeat();
  await operate(client, "kernel.dump", {});
  await client.request("shell", "paint_request", {}, { reply: false });
  for (const code of ["bug", "full", "drain", "error", 1]) {
    await client.request("shell", "execute_request", { code });
  }
  await client.request("control", "kernel_info_request", {});
  await kernel.server[Symbol.asyncDispose]();
  assert.deepEqual(heard, [
    ["execute_request", true],
    ["execute_request", true],
    ["execute_request", false],
    ["execute_request", false],
    ["execute_request", false],
    ["kernel_info_request", false],
  ]);
});

Deno.test("listen() answers a request whose content is wrong and names the field", async () => {
  await using kernel = await startKernel();
  using client = await connectJupyter(kernel);
  const exchange = await client.request("shell", "execute_request", { code: 1 });
  assert.match(String(exchange.reply?.content["evalue"]), /execute_request: content\.code/);
  assert.deepEqual(published(exchange), ["busy", "idle"]);
});

Deno.test("listen() answers a request on the wrong channel with an error", async () => {
  await using kernel = await startKernel();
  using client = await connectJupyter(kernel);
  const { reply } = await client.request("shell", "interrupt_request", {});
  assert.match(String(reply?.content["evalue"]), /it came on shell/);
  assert.equal(kernel.router.calls.length, 0);
});

Deno.test("listen() marks an unknown type busy and idle, counts it and sends no reply", async () => {
  await using kernel = await startKernel();
  using client = await connectJupyter(kernel);
  const exchange = await client.request("shell", "paint_request", {}, { reply: false });
  assert.equal(exchange.reply, undefined);
  assert.deepEqual(published(exchange), ["busy", "idle"]);
  const { metrics } = kernel;
  assert.equal(metrics.get("llmspell_jupyter_rejected_total", "shell", "unknown_type"), 1);
});

Deno.test("listen() passes the lane of a shell request and not that of a control request", async () => {
  await using kernel = await startKernel();
  using client = await connectJupyter(kernel);
  await client.request("shell", "execute_request", { code: "x" }, { subshell: "lane" });
  await client.request("control", "kernel_info_request", {}, { subshell: "lane" });
  const lanes = kernel.router.calls.map(({ context }) => context.subshell);
  assert.deepEqual(lanes, ["lane", undefined]);
});

Deno.test("listen() asks the client that executes for input", async () => {
  await using kernel = await startKernel();
  using client = await connectJupyter(kernel);
  using bystander = await connectJupyter(kernel);
  const options = { onInput: ({ prompt }: { prompt: string }) => `${prompt} Ada` };
  const content = { code: "input name?", allow_stdin: true };
  const [{ iopub }] = await Promise.all([
    client.request("shell", "execute_request", content, options),
    bystander.request("shell", "kernel_info_request", {}),
  ]);
  assert.equal(
    iopub.find(({ header }) => header.msg_type === "stream")?.content["text"],
    "name? Ada",
  );
});

Deno.test("listen() carries buffers of comm messages both ways", async () => {
  const bytes = new Uint8Array([0, 1, 255]);
  await using kernel = await startKernel({
    comm: (event, context) => {
      kernel.router.emit({ ...event, action: "msg", metadata: { back: true } }, context);
      return { status: "ok", userExpressions: {} };
    },
  });
  using client = await connectJupyter(kernel);
  const content = { comm_id: "c", target_name: "t", data: { a: 1 } };
  const { iopub } = await client.request("shell", "comm_open", content, {
    buffers: [bytes],
    reply: false,
  });
  const back = iopub.find(({ header }) => header.msg_type === "comm_msg");
  assert.deepEqual(back?.content, { comm_id: "c", data: { a: 1 } });
  assert.deepEqual(back?.metadata, { back: true });
  assert.deepEqual(back?.buffers.map((buffer) => [...buffer]), [[0, 1, 255]]);
});

Deno.test("listen() publishes events of other protocols without a parent", async () => {
  await using kernel = await startKernel();
  using client = await connectJupyter(kernel);
  const heard = Promise.withResolvers<unknown>();
  using _ear = client.onIopub(({ header, parentHeader }) => {
    if (header.msg_type === "clear_output") heard.resolve(parentHeader);
  });
  kernel.router.emit({ type: "clear_output", wait: true });
  assert.deepEqual(await heard.promise, {});
});

Deno.test("listen() tells clients that the engine ended", async () => {
  await using kernel = await startKernel();
  using client = await connectJupyter(kernel);
  const heard = Promise.withResolvers<unknown>();
  using _ear = client.onIopub(({ content }) => {
    if (content["name"] === "stderr") heard.resolve(content["text"]);
  });
  kernel.router.emit({ type: "engine_exit", reason: "out of memory", restarted: true });
  assert.match(String(await heard.promise), /out of memory; a new one was started/);
});

Deno.test("listen() logs an event that has no JSON form and goes on", async () => {
  await using kernel = await startKernel();
  using client = await connectJupyter(kernel);
  kernel.router.emit({ type: "display", data: { "application/json": 1n }, metadata: {} });
  assert.equal(kernel.log.lines.filter(({ level }) => level === "error").length, 1);
  await client.request("shell", "kernel_info_request", {});
});

Deno.test("listen() broadcasts the shutdown and sends its reply", async () => {
  await using kernel = await startKernel();
  using client = await connectJupyter(kernel);
  const exchange = await client.request("control", "shutdown_request", { restart: true });
  assert.deepEqual(exchange.reply?.content, { status: "ok", restart: true });
  assert.deepEqual(published(exchange), ["busy", "shutdown_reply", "idle"]);
});

Deno.test("listen() encrypts with the keys of the connection", async () => {
  await using context = testContext();
  await using kernel = await startKernel({}, {
    connection: newConnection({ curve: context.curveKeypair() }),
  });
  using client = await connectJupyter(kernel);
  await client.request("shell", "kernel_info_request", {});
  await client.heartbeat();
  const { curve_publickey: _public, curve_secretkey: _secret, ...plain } = kernel.connection;
  await assert.rejects(
    connectJupyter({ context: kernel.context, connection: plain, welcomeMs: 100 }),
    (error: KernelError) => error.code === "jupyter.no_answer",
  );
});

Deno.test("dispose waits for a request in flight and sends its reply", async () => {
  const running = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  await using kernel = await startKernel({
    execute: async () => {
      begun.resolve();
      await running.promise;
      return { status: "ok", executionCount: 1, userExpressions: {} };
    },
  });
  using client = await connectJupyter(kernel);
  const execution = client.request("shell", "execute_request", { code: "x" });
  await begun.promise;
  const disposed = kernel.server[Symbol.asyncDispose]();
  running.resolve();
  await disposed;
  assert.equal((await execution).reply?.content["status"], "ok");
});

Deno.test("dispose gives up a request that does not end in time", async () => {
  const begun = Promise.withResolvers<void>();
  await using kernel = await startKernel({
    execute: () => {
      begun.resolve();
      return new Promise<never>(() => {});
    },
  }, { limits: { graceMs: 1 } });
  using client = await connectJupyter(kernel);
  const execution = client.request("shell", "execute_request", { code: "x" });
  await begun.promise;
  await kernel.server[Symbol.asyncDispose]();
  client[Symbol.dispose]();
  await assert.rejects(execution, (error: KernelError) => error.code === "jupyter.disconnected");
});

Deno.test("connection throws before listen, and listen refuses a second time", async () => {
  await using context = testContext();
  const protocol = createJupyterProtocol({
    context,
    connection: newConnection(),
    session: "main",
    log: new KeptLog(),
    metrics: new CountingMetrics(),
    now: Date.now,
    randomUUID: () => "id",
  });
  assert.throws(() => protocol.connection, /Cannot read connection: the protocol is not listening/);
  const { signal } = new AbortController();
  await using server = await protocol.listen(new MockRouter(), signal);
  assert.equal(protocol.connection, server.connection);
  await assert.rejects(protocol.listen(new MockRouter(), signal), /listens already/);
});
