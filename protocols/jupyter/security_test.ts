// SPDX-License-Identifier: Apache-2.0 OR MIT
// What comes from people who have no key, and what is broken: dropped, counted, survived.

import assert from "node:assert/strict";
import { Signer } from "../../lib/wire/mod.ts";
import type { Socket } from "../../lib/zmq/mod.ts";
import { connectJupyter } from "./mod.ts";
import { EMPTY_JSON, MessageWriter } from "./messages.ts";
import { startKernel, type TestKernel } from "./testing.ts";
import { endpointOf } from "./transport.ts";

const encode = (text: string) => new TextEncoder().encode(text);

/** A socket that anybody could connect to the shell port. */
function intruder(kernel: TestKernel): Socket {
  const socket = kernel.context.socket("DEALER");
  socket.connect(endpointOf(kernel.connection, kernel.connection.shell_port));
  return socket;
}

function request(key: string): Uint8Array[] {
  const signer = new Signer(encode(key));
  const writer = new MessageWriter({ signer, session: "s", username: "u", now: () => 0 });
  const draft = { type: "execute_request", content: { code: "x" } };
  return writer.write([], EMPTY_JSON, draft).frames;
}

/** Sends frames, then waits until the kernel has counted a rejection for this reason. */
async function rejected(kernel: TestKernel, frames: Uint8Array[], reason: string): Promise<void> {
  using socket = intruder(kernel);
  using client = await connectJupyter(kernel);
  await socket.send(frames);
  const name = "llmspell_jupyter_rejected_total";
  while (kernel.metrics.get(name, "shell", reason) === 0) {
    await client.request("shell", "kernel_info_request", {});
  }
}

Deno.test("listen() drops messages without a right signature and never runs them", async () => {
  await using kernel = await startKernel();
  const unsigned = request("").map((frame, at) => at === 1 ? encode("") : frame);
  await rejected(kernel, request("wrong key"), "signature");
  await rejected(kernel, unsigned, "unsigned");
  const executed = kernel.router.calls.filter(({ operation }) => operation === "execute");
  assert.equal(executed.length, 0);
});

Deno.test("listen() runs a message once when it is replayed", async () => {
  await using kernel = await startKernel();
  const frames = request(kernel.connection.key);
  using socket = intruder(kernel);
  await socket.send(frames);
  await socket.receive();
  await rejected(kernel, frames, "replayed");
  const executed = kernel.router.calls.filter(({ operation }) => operation === "execute");
  assert.equal(executed.length, 1);
});

Deno.test("listen() survives garbage on every port", async () => {
  await using kernel = await startKernel();
  const { connection, context } = kernel;
  const { shell_port, control_port, stdin_port, iopub_port, hb_port } = connection;
  for (const port of [shell_port, control_port, stdin_port, iopub_port, hb_port]) {
    using tcp = await Deno.connect({ hostname: "127.0.0.1", port });
    await tcp.write(encode("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    using dealer = context.socket("DEALER");
    dealer.connect(endpointOf(connection, port));
    for (const frames of [[encode("")], [encode("<IDS|MSG>")], [new Uint8Array(3_000)]]) {
      await dealer.send(frames);
    }
  }
  await rejected(kernel, [encode("<IDS|MSG>"), encode("x")], "malformed");
  using client = await connectJupyter(kernel);
  const { reply } = await client.request("control", "kernel_info_request", {});
  assert.equal(reply?.content["status"], "ok");
  await client.heartbeat();
});

Deno.test("listen() drops an oversized message", async () => {
  await using kernel = await startKernel({}, { limits: { maxMessageBytes: 10_000 } });
  const frames = [...request(kernel.connection.key), new Uint8Array(6_000), new Uint8Array(6_000)];
  await rejected(kernel, frames, "oversized");
});
