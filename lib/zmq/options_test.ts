// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import type { SocketOptions } from "./mod.ts";
import { frames, testContext, texts } from "./testing.ts";

Deno.test("socket() takes every option, and a connection works with them", async () => {
  await using context = testContext();
  const options: SocketOptions = {
    lingerMs: 10,
    sendHighWaterMark: 10,
    receiveHighWaterMark: 10,
    ipv6: false,
    immediate: true,
    heartbeatIntervalMs: 1000,
    heartbeatTimeoutMs: 5000,
    heartbeatTtlMs: 10_000,
    handshakeTimeoutMs: 10_000,
    maxMessageBytes: 1_000_000,
    tcpKeepalive: true,
    backlog: 10,
  };
  const server = context.socket("ROUTER", {
    ...options,
    routerMandatory: true,
    routerHandover: true,
    routerNotify: true,
  });
  const client = context.socket("DEALER", { ...options, identity: Uint8Array.of(65) });
  context.socket("XPUB", { ...options, xpubNoDrop: true, xpubVerbose: true });
  client.connect(server.bind("tcp://127.0.0.1:*"));
  await client.send(frames("x"));
  assert.deepEqual(texts(await server.receive()), ["A", "x"]);
});

Deno.test("routerNotify reports who left, behind the last message", async () => {
  await using context = testContext();
  const away = testContext();
  const server = context.socket("ROUTER", { routerNotify: true });
  const client = away.socket("DEALER", { identity: Uint8Array.of(65), lingerMs: 10_000 });
  client.connect(server.bind("tcp://127.0.0.1:*"));
  await client.send(frames("first"));
  await client.send(frames("last"));
  await away[Symbol.asyncDispose]();
  assert.deepEqual(texts(await server.receive()), ["A", "first"]);
  assert.deepEqual(texts(await server.receive()), ["A", "last"]);
  assert.deepEqual(texts(await server.receive()), ["A", ""]);
});

Deno.test("socket() keeps peers with heartbeats connected", async () => {
  await using context = testContext();
  const options = { heartbeatIntervalMs: 1, heartbeatTimeoutMs: 60_000 };
  const server = context.socket("REP", options);
  const client = context.socket("REQ", options);
  client.connect(server.bind("tcp://127.0.0.1:*"));
  for (let round = 0; round < 100; round++) {
    await client.send(frames("ping"));
    await server.send(await server.receive());
    assert.deepEqual(texts(await client.receive()), ["ping"]);
  }
});

Deno.test("socket() names the option it refuses", () => {
  using context = testContext();
  const open = (options: SocketOptions) => () => context.socket("ROUTER", options);
  for (const bad of [-1, 1.5, NaN, 2 ** 31]) {
    assert.throws(open({ lingerMs: bad }), {
      name: "RangeError",
      message: `Cannot set lingerMs: ${bad} is not an integer from 0 to 2147483647`,
    });
    assert.throws(open({ sendHighWaterMark: bad }), RangeError);
  }
  assert.throws(open({ maxMessageBytes: -2 }), RangeError);
  assert.throws(open({ identity: new Uint8Array(256) }), {
    name: "RangeError",
    message: "Cannot set identity of ROUTER socket: libzmq refuses the value",
  });
  assert.throws(open({ curveServer: { secretKey: "short" } }), {
    name: "RangeError",
    message: "Cannot set CURVE secretKey: it has 5 characters, Z85 keys have 40",
  });
  assert.throws(open({ curveServer: { secretKey: "\u007f".repeat(40) } }), RangeError);
  const unknown: Record<string, unknown> = { lingering: 1 };
  assert.throws(open(unknown), {
    name: "TypeError",
    message: 'Cannot set option of ROUTER socket: there is no "lingering"',
  });
});

Deno.test("maxMessageBytes disconnects a peer that sends more", async () => {
  await using context = testContext();
  const pull = context.socket("PULL", { maxMessageBytes: 1000 });
  const endpoint = pull.bind("tcp://127.0.0.1:*");
  const rude = context.socket("PUSH");
  rude.connect(endpoint);
  await rude.send([new Uint8Array(1000)]);
  assert.equal((await pull.receive())[0]!.length, 1000);
  await rude.send([new Uint8Array(1001)]);
  const polite = context.socket("PUSH");
  polite.connect(endpoint);
  await polite.send(frames("fine"));
  assert.deepEqual(texts(await pull.receive()), ["fine"]);
});

Deno.test("curveServer talks to clients that have its key, and to no others", async () => {
  await using context = testContext();
  const server = context.curveKeypair();
  const client = context.curveKeypair();
  const router = context.socket("ROUTER", { curveServer: { secretKey: server.secretKey } });
  const endpoint = router.bind("tcp://127.0.0.1:*");

  // These hand over a message only when the handshake has succeeded.
  const plain = context.socket("DEALER", { immediate: true });
  plain.connect(endpoint);
  const wrong = context.socket("DEALER", {
    immediate: true,
    curveClient: { serverKey: client.publicKey, ...client },
  });
  wrong.connect(endpoint);

  const dealer = context.socket("DEALER", {
    identity: new TextEncoder().encode("ann"),
    curveClient: { serverKey: server.publicKey, ...client },
  });
  dealer.connect(endpoint);
  for (let round = 0; round < 100; round++) {
    assert.equal(plain.trySend(frames("plain")), false);
    assert.equal(wrong.trySend(frames("wrong")), false);
    await dealer.send(frames("secret", String(round)));
    assert.deepEqual(texts(await router.receive()), ["ann", "secret", String(round)]);
    await router.send(frames("ann", "yes"));
    assert.deepEqual(texts(await dealer.receive()), ["yes"]);
  }
  assert.equal(router.tryReceive(), undefined);
  assert.equal(plain.tryReceive(), undefined);
});
