// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import type { KernelError } from "../../../lib/errors.ts";
import { newConnection } from "../connection_file.ts";
import { startKernel, testContext } from "../testing.ts";
import { connectJupyter } from "./client.ts";

const dead = { ...newConnection(), shell_port: 1, iopub_port: 1, stdin_port: 1 };
const connection = { ...dead, control_port: 1, hb_port: 1 };

Deno.test("connectJupyter() throws jupyter.no_answer when there is no kernel", async () => {
  await using context = testContext();
  await assert.rejects(
    connectJupyter({ context, connection, welcomeMs: 1 }),
    (error: KernelError) => error.code === "jupyter.no_answer",
  );
});

Deno.test("connectJupyter() throws the caller's reason when the caller stops waiting", async () => {
  await using context = testContext();
  const signal = AbortSignal.abort(new Error("enough"));
  await assert.rejects(connectJupyter({ context, connection, signal }), /enough/);
});

Deno.test("request() rejects when its signal aborts and when the client is disposed", async () => {
  await using context = testContext();
  const client = await connectJupyter({ context, connection, welcomeMs: 0 });
  const signal = AbortSignal.abort(new Error("enough"));
  await assert.rejects(client.request("shell", "kernel_info_request", {}, { signal }), /enough/);
  const request = client.request("shell", "kernel_info_request", {});
  client[Symbol.dispose]();
  await assert.rejects(request, (error: KernelError) => error.code === "jupyter.disconnected");
});

Deno.test("request() waits for the reply alone, when iopub is not connected", async () => {
  await using kernel = await startKernel();
  using client = await connectJupyter({ ...kernel, channels: ["shell"] });
  const { reply, iopub } = await client.request("shell", "execute_request", { code: "print x" });
  assert.equal(reply?.content["status"], "ok");
  assert.deepEqual(iopub, []);
  const content = { comm_id: "c", data: {} };
  await assert.rejects(
    client.request("shell", "comm_msg", content, { reply: false }),
    /neither its reply nor its idle status/,
  );
  assert.throws(() => client.send("control", "x", {}), /on control: the client has not connected/);
});

Deno.test("request() tells of output as it arrives", async () => {
  await using kernel = await startKernel();
  using client = await connectJupyter(kernel);
  const heard: string[] = [];
  await client.request("shell", "execute_request", { code: "print x" }, {
    onIopub: ({ header }) => heard.push(header.msg_type),
  });
  assert.deepEqual(heard, ["status", "execute_input", "stream", "status"]);
});

Deno.test("request() rejects when the answer to a question throws", async () => {
  await using kernel = await startKernel({
    execute: async (_params, context) => {
      await context.requestInput?.({ prompt: "?", password: false }, context.signal);
      return { status: "ok", executionCount: 1, userExpressions: {} };
    },
  });
  using client = await connectJupyter(kernel);
  const content = { code: "x", allow_stdin: true };
  const onInput = () => Promise.reject(new Error("no keyboard"));
  await assert.rejects(
    client.request("shell", "execute_request", content, { onInput }),
    /no keyboard/,
  );
  kernel.stop.abort(new Error("the test ends"));
});
