// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { connectJupyter } from "./mod.ts";
import { MOCK_INFO, startKernel } from "./testing.ts";

Deno.test("listen() serves kernel_info and execute over real sockets", async () => {
  await using kernel = await startKernel();
  const { context, connection } = kernel;
  using client = await connectJupyter({ context, connection });
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
  await client.heartbeat();
});
