// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import type { KernelError } from "../../lib/errors.ts";
import { Signer } from "../../lib/wire/mod.ts";
import { newConnection } from "./connection_file.ts";
import { EMPTY_JSON, type Message, MessageReader, MessageWriter } from "./messages.ts";
import { JupyterMetrics } from "./metrics.ts";
import { DEFAULT_LIMITS } from "./options.ts";
import { CountingMetrics, KeptLog, testContext } from "./testing.ts";
import { endpointOf, openKernelSockets, Receiver } from "./transport.ts";

Deno.test("endpointOf() writes addresses of both transports", () => {
  assert.equal(endpointOf({ transport: "tcp", ip: "127.0.0.1" }, 5), "tcp://127.0.0.1:5");
  assert.equal(endpointOf({ transport: "tcp", ip: "::1" }, 5), "tcp://[::1]:5");
  assert.equal(endpointOf({ transport: "ipc", ip: "/run/k" }, 5), "ipc:///run/k-5");
});

Deno.test("openKernelSockets() picks the ports that are 0", () => {
  using context = testContext();
  using sockets = openKernelSockets(context, newConnection(), DEFAULT_LIMITS);
  const { shell_port, iopub_port, stdin_port, control_port, hb_port } = sockets.connection;
  const ports = [shell_port, iopub_port, stdin_port, control_port, hb_port];
  assert.equal(new Set(ports).size, 5);
  assert.ok(ports.every((port) => port > 0));
});

Deno.test("openKernelSockets() refuses an empty key on tcp and names the way out", () => {
  using context = testContext();
  assert.throws(
    () => openKernelSockets(context, { ...newConnection(), key: "" }, DEFAULT_LIMITS),
    (error: KernelError) => error.code === "jupyter.key_missing" && /ipc/.test(error.hint),
  );
});

Deno.test("openKernelSockets() closes all sockets when one port is taken", () => {
  using context = testContext();
  using first = openKernelSockets(context, newConnection(), DEFAULT_LIMITS);
  const wanted = { ...newConnection(), hb_port: first.connection.hb_port };
  assert.throws(
    () => openKernelSockets(context, wanted, DEFAULT_LIMITS),
    (error: KernelError) => error.code === "zmq.address_in_use",
  );
});

Deno.test("openKernelSockets() makes ipc files for their owner alone, beside others, and removes them", async () => {
  const folder = await Deno.makeTempDir();
  const files = () => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  try {
    using context = testContext();
    await Deno.writeTextFile(`${folder}/k-2`, "not ours");
    const connection = { ...newConnection({ transport: "ipc", ip: `${folder}/k` }), key: "" };
    const sockets = openKernelSockets(context, connection, DEFAULT_LIMITS);
    assert.deepEqual(files(), ["k-1", "k-2", "k-3", "k-4", "k-5", "k-6"]);
    assert.equal(sockets.connection.control_port, 3);
    assert.equal(Deno.statSync(`${folder}/k-1`).mode! & 0o777, 0o600);
    sockets[Symbol.dispose]();
    assert.deepEqual(files(), ["k-2"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** A receiver over given messages, and what it did with them. */
function receive(
  inbox: Uint8Array[][],
  handle: (message: Message) => void,
  left?: (identity: Uint8Array) => void,
) {
  const signer = new Signer(new Uint8Array([1]));
  const reader = new MessageReader({ signer, maxMessageBytes: 1e6, maxHeaderBytes: 1e6 });
  const [log, counts, clock] = [new KeptLog(), new CountingMetrics(), { now: 0 }];
  const receiver = new Receiver({
    channel: "shell",
    socket: { tryReceive: () => inbox.shift() },
    reader,
    metrics: new JupyterMetrics(counts),
    log,
    now: () => clock.now,
    handle,
    ...(left === undefined ? {} : { left }),
  });
  return { receiver, log, counts, clock };
}

function good(type: string): Uint8Array[] {
  const signer = new Signer(new Uint8Array([1]));
  const writer = new MessageWriter({ signer, session: "s", username: "u", now: () => 0 });
  return writer.write([], EMPTY_JSON, { type, content: {} }).frames;
}

Deno.test("Receiver.turn() stops at its limit and says whether it took all", () => {
  const { receiver } = receive([good("a"), good("b"), good("c")], () => {});
  assert.equal(receiver.turn(2, Infinity), false);
  assert.equal(receiver.turn(2, Infinity), true);
});

Deno.test("Receiver.turn() takes no further message when enough bytes have come", () => {
  const seen: string[] = [];
  const { receiver } = receive([good("a"), good("b")], ({ header }) => seen.push(header.msg_type));
  assert.equal(receiver.turn(10, 1), false);
  assert.deepEqual(seen, ["a"]);
});

Deno.test("Receiver.turn() tells who left, and counts no malformed message for it", () => {
  const farewell = [Uint8Array.of(65), new Uint8Array()];
  const left: string[] = [];
  const { receiver, counts } = receive([good("a"), farewell], () => {}, (identity) => {
    left.push(new TextDecoder().decode(identity));
  });
  receiver.turn(10, Infinity);
  assert.deepEqual(left, ["A"]);
  assert.equal(counts.get("llmspell_jupyter_rejected_total", "shell", "malformed"), 0);
});

Deno.test("Receiver.turn() goes on when a handler throws", () => {
  const seen: string[] = [];
  const { receiver, log } = receive([good("a"), good("b")], ({ header }) => {
    seen.push(header.msg_type);
    throw new Error("bug");
  });
  receiver.turn(10, Infinity);
  assert.deepEqual(seen, ["a", "b"]);
  assert.equal(log.lines.filter(({ level }) => level === "error").length, 2);
});

Deno.test("Receiver.turn() counts all that it drops and logs once a second, without content", () => {
  const noise = Array.from({ length: 50 }, () => [new TextEncoder().encode("secret noise")]);
  const { receiver, log, counts, clock } = receive(noise, () => {});
  receiver.turn(40, Infinity);
  clock.now = 1_000;
  receiver.turn(40, Infinity);
  assert.equal(counts.get("llmspell_jupyter_rejected_total", "shell", "malformed"), 50);
  assert.deepEqual(log.lines.map(({ properties }) => properties["suppressed"]), [0, 39]);
  assert.ok(!JSON.stringify(log.lines).includes("secret"));
});
