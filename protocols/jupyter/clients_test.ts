// SPDX-License-Identifier: Apache-2.0 OR MIT
// The limit of clients, over real sockets. A client in a context of its own has left for sure when that is disposed of.

import assert from "node:assert/strict";
import { connectJupyter, type JupyterClient, operate } from "./mod.ts";
import { mockState, startKernel, testContext, type TestKernel } from "./testing.ts";

const LIMIT = 10;
const REFUSED = `Cannot serve client: ${LIMIT} are connected, the limit of this kernel`;

/** A client that can leave. */
async function arrive(
  { connection }: TestKernel,
): Promise<{ client: JupyterClient; leave(): Promise<void> }> {
  await using stack = new AsyncDisposableStack();
  const context = stack.use(testContext());
  const client = stack.use(await connectJupyter({ context, connection }));
  const held = stack.move();
  return { client, leave: () => held.disposeAsync() };
}

async function run(client: JupyterClient): Promise<unknown> {
  const { reply } = await client.request("shell", "execute_request", { code: "x" });
  return reply?.content["evalue"] ?? reply?.content["status"];
}

/** Connects clients through the kernel's own context until there are as many as there may be. */
async function crowd(kernel: TestKernel, stack: DisposableStack, size: number): Promise<void> {
  for (let count = 0; count < size; count++) {
    assert.equal(await run(stack.use(await connectJupyter(kernel))), "ok");
  }
}

Deno.test("listen() refuses the client beyond the limit, and serves it when another has left", async () => {
  await using kernel = await startKernel({}, { limits: { maxClients: LIMIT } });
  using stack = new DisposableStack();
  await crowd(kernel, stack, LIMIT - 1);
  const tenth = await arrive(kernel);
  assert.equal(await run(tenth.client), "ok");
  using eleventh = await connectJupyter(kernel);
  const { reply, iopub } = await eleventh.request("shell", "execute_request", { code: "x" });
  const hint = "Close another client, or start the kernel with a higher --max-clients";
  assert.deepEqual(reply?.content, {
    status: "error",
    ename: "ClientLimitError",
    evalue: REFUSED,
    traceback: [`client.limit: ${REFUSED}`, hint],
    execution_count: 10,
  });
  assert.deepEqual(iopub.map(({ content }) => content["execution_state"]), ["busy", "idle"]);
  assert.equal(kernel.router.calls.length, LIMIT);
  assert.equal(kernel.server.clients().length, LIMIT);
  await tenth.leave();
  assert.equal(await run(eleventh), "ok");
  assert.equal(kernel.metrics.get("llmspell_jupyter_refused_clients_total"), 1);
});

Deno.test("listen() refuses every type of request on shell, and none on control", async () => {
  await using kernel = await startKernel({ "kernel.state": () => mockState() }, {
    limits: { maxClients: 1 },
  });
  using stack = new DisposableStack();
  await crowd(kernel, stack, 1);
  using late = await connectJupyter(kernel);
  for (const type of ["kernel_info", "complete", "history", "comm_info", "shutdown"]) {
    const { reply } = await late.request("shell", `${type}_request`, { code: "" });
    assert.equal(reply?.header.msg_type, `${type}_reply`);
    assert.equal(reply?.content["ename"], "ClientLimitError", type);
  }
  const content = { comm_id: "c", target_name: "t", data: {} };
  await late.request("shell", "comm_open", content, { reply: false });
  assert.equal(kernel.router.calls.length, 1);
  await operate(late, "kernel.state", {});
  const { reply } = await late.request("control", "kernel_info_request", {});
  assert.equal(reply?.content["status"], "ok");
});

Deno.test("listen() refuses none of the clients that come and go one after the other", async () => {
  await using kernel = await startKernel({}, { limits: { maxClients: LIMIT } });
  using stack = new DisposableStack();
  await crowd(kernel, stack, LIMIT - 1);
  for (let count = 0; count < 30; count++) {
    const { client, leave } = await arrive(kernel);
    assert.equal(await run(client), "ok");
    await leave();
  }
  assert.equal(kernel.metrics.get("llmspell_jupyter_refused_clients_total"), 0);
});

Deno.test("listen() counts no client for forged requests", async () => {
  await using kernel = await startKernel({}, { limits: { maxClients: 1 } });
  const connection = { ...kernel.connection, key: "wrong" };
  using forger = await connectJupyter({ ...kernel, connection, welcomeMs: 0 });
  for (let count = 0; count < 5; count++) forger.send("shell", "kernel_info_request", {});
  using client = await connectJupyter(kernel);
  assert.equal(await run(client), "ok");
  assert.deepEqual(kernel.server.clients().map(({ requests }) => requests), [1]);
});

Deno.test("setMaxClients() is in force at once", async () => {
  await using kernel = await startKernel({}, { limits: { maxClients: 1 } });
  using stack = new DisposableStack();
  await crowd(kernel, stack, 1);
  using late = await connectJupyter(kernel);
  assert.match(String(await run(late)), /1 are connected/);
  kernel.server.setMaxClients(2);
  assert.equal(kernel.server.maxClients, 2);
  assert.equal(await run(late), "ok");
});

Deno.test("clients() tells who is connected, since when and how busy, until the server is disposed of", async () => {
  await using kernel = await startKernel({}, { now: () => 1_000.5 });
  using first = await connectJupyter({ ...kernel, session: "A" });
  using second = await connectJupyter({ ...kernel, session: "B" });
  for (const client of [first, second, first]) await run(client);
  const common = { protocol: "jupyter", sinceMs: 1_000 };
  assert.deepEqual(kernel.server.clients(), [
    { id: "jupyter:A", ...common, requests: 2 },
    { id: "jupyter:B", ...common, requests: 1 },
  ]);
  await kernel.server[Symbol.asyncDispose]();
  assert.deepEqual(kernel.server.clients(), []);
});
