// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Context, Socket, SocketOptions, SocketType } from "./mod.ts";
import { frames, testContext, texts } from "./testing.ts";

interface Pair {
  readonly bound: Socket;
  readonly connected: Socket;
}

function pair(
  context: Context,
  [bound, connected]: readonly [SocketType, SocketType],
  options: SocketOptions = {},
  endpoint = "tcp://127.0.0.1:*",
): Pair {
  const sockets = {
    bound: context.socket(bound, options),
    connected: context.socket(connected, options),
  };
  sockets.connected.connect(sockets.bound.bind(endpoint));
  return sockets;
}

for (const endpoint of ["tcp://127.0.0.1:*", "inproc://pair"]) {
  for (
    const types of [["REP", "REQ"], ["PAIR", "PAIR"], ["DEALER", "DEALER"], [
      "REP",
      "DEALER",
    ]] as const
  ) {
    Deno.test(`${types.join(" and ")} exchange a message and its reply over ${endpoint}`, async () => {
      await using context = testContext();
      const { bound, connected } = pair(context, types, {}, endpoint);
      const delimiter = types[0] === "REP" && types[1] === "DEALER" ? [""] : [];
      await connected.send(frames(...delimiter, "question"));
      assert.deepEqual(texts(await bound.receive()), ["question"]);
      await bound.send(frames("answer", "more"));
      assert.deepEqual(texts(await connected.receive()), [...delimiter, "answer", "more"]);
    });
  }

  Deno.test(`ROUTER and DEALER exchange by identity over ${endpoint}`, async () => {
    await using context = testContext();
    const router = context.socket("ROUTER");
    const dealer = context.socket("DEALER", { identity: new TextEncoder().encode("ann") });
    dealer.connect(router.bind(endpoint));
    await dealer.send(frames("hi"));
    assert.deepEqual(texts(await router.receive()), ["ann", "hi"]);
    await router.send(frames("ann", "yes", ""));
    assert.deepEqual(texts(await dealer.receive()), ["yes", ""]);
  });

  Deno.test(`ROUTER and REQ exchange with a delimiter over ${endpoint}`, async () => {
    await using context = testContext();
    const { bound, connected } = pair(context, ["ROUTER", "REQ"], {}, endpoint);
    await connected.send(frames("hi"));
    const [identity, ...rest] = await bound.receive();
    assert.deepEqual(texts(rest), ["", "hi"]);
    await bound.send([identity!, ...frames("", "yes")]);
    assert.deepEqual(texts(await connected.receive()), ["yes"]);
  });

  Deno.test(`PUSH and PULL pass messages one way over ${endpoint}`, async () => {
    await using context = testContext();
    const { bound, connected } = pair(context, ["PULL", "PUSH"], {}, endpoint);
    await connected.send(frames("work"));
    assert.deepEqual(texts(await bound.receive()), ["work"]);
  });

  for (const publisher of ["PUB", "XPUB"] as const) {
    Deno.test(`${publisher} and SUB pass what was subscribed over ${endpoint}`, async () => {
      await using context = testContext();
      // The SUB is bound, so that a PUB which has connected and said so knows the subscription.
      const sub = context.socket("SUB");
      sub.subscribe("news.");
      sub.subscribe(new Uint8Array([1, 2]));
      const pub = context.socket(publisher, { xpubNoDrop: true });
      pub.connect(sub.bind(endpoint));
      await published(pub, sub);
      pub.trySend(frames("other", "no"));
      pub.trySend(frames("news.today", "yes"));
      pub.trySend([new Uint8Array([1, 2, 3])]);
      assert.deepEqual(texts(await fresh(sub)), ["news.today", "yes"]);
      assert.deepEqual(await sub.receive(), [new Uint8Array([1, 2, 3])]);
    });
  }

  Deno.test(`XPUB hears of subscriptions and XSUB sends them over ${endpoint}`, async () => {
    await using context = testContext();
    const { bound, connected } = pair(context, ["XPUB", "XSUB"], {}, endpoint);
    await connected.send([new Uint8Array([1, 97])]);
    assert.deepEqual(await bound.receive(), [new Uint8Array([1, 97])]);
    await bound.send(frames("a", "b"));
    assert.deepEqual(texts(await connected.receive()), ["a", "b"]);
    await connected.send([new Uint8Array([0, 97])]);
    assert.deepEqual(await bound.receive(), [new Uint8Array([0, 97])]);
  });
}

/** Publishes until the first message arrives: a PUB has no other sign of a subscription. */
async function published(pub: Socket, sub: Socket): Promise<void> {
  const arrived = sub.receive();
  let done = false;
  arrived.then(() => done = true);
  while (!done) {
    pub.trySend(frames("news.warmup"));
    await new Promise((turn) => setTimeout(turn, 1));
  }
}

/** The next message that is no warm-up. */
async function fresh(sub: Socket): Promise<Uint8Array[]> {
  while (true) {
    const message = await sub.receive();
    if (texts(message)[0] !== "news.warmup") return message;
  }
}

Deno.test("XPUB reports SUB's subscriptions, repeated ones only when verbose", async () => {
  await using context = testContext();
  for (const xpubVerbose of [false, true]) {
    using xpub = context.socket("XPUB", { xpubVerbose });
    using one = context.socket("SUB");
    using two = context.socket("SUB");
    const endpoint = xpub.bind("tcp://127.0.0.1:*");
    one.connect(endpoint);
    one.subscribe("x");
    assert.deepEqual(await xpub.receive(), [new Uint8Array([1, 120])]);
    two.connect(endpoint);
    two.subscribe("x");
    two.subscribe("y");
    const next = await xpub.receive();
    assert.deepEqual(next, [new Uint8Array([1, xpubVerbose ? 120 : 121])]);
  }
});

Deno.test("Socket passes frames of 0 bytes, 1 byte and 100 MB", async () => {
  await using context = testContext();
  const { bound, connected } = pair(context, ["PAIR", "PAIR"]);
  const large = new Uint8Array(100_000_000);
  for (let index = 0; index < large.length; index += 4093) large[index] = index % 251;
  await connected.send([new Uint8Array(0), Uint8Array.of(7), large, new Uint8Array(0)]);
  const [empty, one, received, last] = await bound.receive();
  assert.equal(empty?.length, 0);
  assert.deepEqual(one, Uint8Array.of(7));
  assert.equal(last?.length, 0);
  assert.equal(received?.length, large.length);
  assert.equal(new Uint8Array(received!).every((byte, index) => byte === large[index]), true);
});

Deno.test("Socket passes any array of frames as it was sent", async () => {
  await using context = testContext();
  for (const endpoint of ["tcp://127.0.0.1:*", "inproc://any"]) {
    const { bound, connected } = pair(context, ["PAIR", "PAIR"], {}, endpoint);
    const message = fc.array(
      fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ minLength: 60, maxLength: 9000 })),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(message, async (sent) => {
        await connected.send(sent);
        const received = await bound.receive();
        assert.equal(received.length, sent.length);
        received.forEach((frame, index) => assert.deepEqual([...frame], [...sent[index]!]));
      }),
      { numRuns: 200 },
    );
  }
});

Deno.test("Socket sends views, and lets the sender reuse its memory", async () => {
  await using context = testContext();
  const { bound, connected } = pair(context, ["PAIR", "PAIR"]);
  for (const buffer of [new ArrayBuffer(100), new SharedArrayBuffer(100)]) {
    const memory = new Uint8Array(buffer);
    memory.set([1, 2, 3, 4, 5], 33);
    await connected.send([memory.subarray(34, 37), memory.subarray(38, 38)]);
    memory.fill(0);
    const received = await bound.receive();
    assert.deepEqual(received, [Uint8Array.of(2, 3, 4), new Uint8Array(0)]);
    received[0]!.fill(9);
  }
});

Deno.test("Socket passes 100,000 messages in order", async () => {
  await using context = testContext();
  const { bound, connected } = pair(context, ["PULL", "PUSH"]);
  const count = 100_000;
  const all = Promise.withResolvers<void>();
  let expected = 0;
  using _reading = bound.onReadable(() => {
    for (let message; (message = bound.tryReceive()) !== undefined;) {
      const number = new DataView(message[0]!.buffer).getUint32(0);
      if (number !== expected) all.reject(new Error(`got ${number} instead of ${expected}`));
      if (++expected === count) all.resolve();
    }
  });
  let next = 0;
  const frame = new Uint8Array(4);
  const write = () => {
    for (; next < count; next++) {
      new DataView(frame.buffer).setUint32(0, next);
      if (!connected.trySend([frame])) return;
    }
  };
  using _writing = connected.onWritable(write);
  write();
  await all.promise;
});

Deno.test("ROUTER drops what nobody can get, or says so when mandatory", async () => {
  await using context = testContext();
  const { bound, connected } = pair(context, ["ROUTER", "DEALER"]);
  assert.equal(bound.trySend(frames("nobody", "a", "b")), true);
  bound.configure({ routerMandatory: true });
  assert.throws(() => bound.trySend(frames("nobody", "a", "b")), {
    code: "zmq.unroutable",
    message: "Cannot send on ROUTER socket: no connected peer has this identity",
  });
  await assert.rejects(bound.send(frames("nobody", "a")), { code: "zmq.unroutable" });
  // The failure leaves the socket in order.
  await connected.send(frames("hello"));
  const [identity] = await bound.receive();
  await bound.send([identity!, ...frames("welcome")]);
  assert.deepEqual(texts(await connected.receive()), ["welcome"]);
});

Deno.test("ROUTER gives an identity to the newer peer with handover only", async () => {
  await using context = testContext();
  const identity = new TextEncoder().encode("same");
  for (const routerHandover of [false, true]) {
    using router = context.socket("ROUTER", { routerHandover });
    const endpoint = router.bind("tcp://127.0.0.1:*");
    using older = context.socket("DEALER", { identity });
    older.connect(endpoint);
    await older.send(frames("older"));
    assert.deepEqual(texts(await router.receive()), ["same", "older"]);
    using newer = context.socket("DEALER", { identity });
    newer.connect(endpoint);
    await newer.send(frames("newer"));
    if (routerHandover) {
      assert.deepEqual(texts(await router.receive()), ["same", "newer"]);
      await router.send(frames("same", "to you"));
      assert.deepEqual(texts(await newer.receive()), ["to you"]);
    } else {
      await router.send(frames("same", "to you"));
      assert.deepEqual(texts(await older.receive()), ["to you"]);
      assert.equal(router.tryReceive(), undefined);
    }
  }
});

Deno.test("hasPeer() knows who is connected to a ROUTER", async () => {
  await using context = testContext();
  const server = context.socket("ROUTER", { routerMandatory: true, routerNotify: true });
  const [known, unknown] = [new TextEncoder().encode("A"), new TextEncoder().encode("B")];
  const endpoint = server.bind("tcp://127.0.0.1:*");
  const client = context.socket("DEALER", { identity: known });
  client.connect(endpoint);
  await client.send(frames("x"));
  await server.receive();
  assert.deepEqual([known, unknown].map((peer) => server.hasPeer(peer)), [true, false]);
  client[Symbol.dispose]();
  assert.deepEqual(texts(await server.receive()), ["A", ""]);
  // The thread of libzmq takes its leave of the old peer before it carries a message to the new one.
  const next = context.socket("DEALER", { identity: unknown });
  next.connect(endpoint);
  await next.send(frames("y"));
  assert.deepEqual(texts(await server.receive()), ["B", "y"]);
  await server.send(frames("B", "y"));
  assert.deepEqual(texts(await next.receive()), ["y"]);
  await next.send(frames("z"));
  assert.deepEqual(texts(await server.receive()), ["B", "z"]);
  assert.deepEqual([known, unknown].map((peer) => server.hasPeer(peer)), [false, true]);
});

Deno.test("hasPeer() hides no message that has arrived", async () => {
  await using context = testContext();
  const server = context.socket("ROUTER");
  const client = context.socket("DEALER", { identity: Uint8Array.of(65) });
  client.connect(server.bind("tcp://127.0.0.1:*"));
  for (let round = 0; round < 100; round++) {
    const received = server.receive();
    await client.send(frames("x"));
    // Looks while the message is on its way, so that some look takes in its arrival.
    for (let look = 0; look < 1_000; look++) server.hasPeer(Uint8Array.of(65));
    assert.deepEqual(texts(await received), ["A", "x"]);
  }
});

Deno.test("hasPeer() throws TypeError where peers have no routing ids", () => {
  using context = testContext();
  assert.throws(() => context.socket("DEALER").hasPeer(Uint8Array.of(1)), {
    name: "TypeError",
    message: "Cannot look for a peer of DEALER socket: only ROUTER sockets have them",
  });
});

Deno.test("Socket ends a subscription, a connection and a binding", async () => {
  await using context = testContext();
  const xpub = context.socket("XPUB");
  const sub = context.socket("SUB");
  const endpoint = xpub.bind("tcp://127.0.0.1:*");
  sub.connect(endpoint);
  sub.subscribe();
  assert.deepEqual(await xpub.receive(), [Uint8Array.of(1)]);
  sub.unsubscribe();
  assert.deepEqual(await xpub.receive(), [Uint8Array.of(0)]);
  sub.disconnect(endpoint);
  assert.throws(() => sub.disconnect(endpoint), { code: "zmq.unknown_endpoint" });
  xpub.unbind(endpoint);
  assert.throws(() => xpub.unbind(endpoint), {
    code: "zmq.unknown_endpoint",
    message: `Cannot unbind XPUB socket from "${endpoint}": no such endpoint or directory`,
  });
  assert.throws(() => xpub.subscribe(), TypeError);
});

Deno.test("Socket gives an inproc endpoint free when unbound", async () => {
  await using context = testContext();
  const { bound } = pair(context, ["PULL", "PUSH"], {}, "inproc://once");
  using other = context.socket("PULL");
  assert.throws(() => other.bind("inproc://once"), { code: "zmq.address_in_use" });
  bound.unbind("inproc://once");
  assert.equal(other.bind("inproc://once"), "inproc://once");
});

Deno.test("a send that fails as unroutable hides no message that has arrived", async () => {
  await using context = testContext();
  const { bound, connected } = pair(context, ["ROUTER", "DEALER"], {}, "inproc://gone");
  bound.configure({ routerMandatory: true });
  for (let round = 0; round < 200; round++) {
    const received = bound.receive(AbortSignal.timeout(5_000));
    assert.ok(connected.trySend(frames(`message ${round}`)));
    assert.throws(() => bound.trySend(frames("nobody", "reply")), { code: "zmq.unroutable" });
    assert.deepEqual(texts(await received).slice(1), [`message ${round}`]);
  }
});
