// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import type { Socket } from "./mod.ts";
import { frames, testContext, texts } from "./testing.ts";

/** Sends until there is no more room. Returns how many messages went. */
function fill(socket: Socket, message: readonly Uint8Array[]): number {
  let count = 0;
  while (socket.trySend(message)) count++;
  return count;
}

/** Resolves when `socket` says that it is writable. */
function writable(socket: Socket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const listening = socket.onWritable(() => {
    listening[Symbol.dispose]();
    resolve();
  });
  return promise;
}

Deno.test("trySend() says false at the high water mark, then onWritable calls", async () => {
  await using context = testContext();
  const push = context.socket("PUSH", { sendHighWaterMark: 5 });
  const pull = context.socket("PULL", { receiveHighWaterMark: 5 });
  pull.connect(push.bind("inproc://flow"));
  assert.equal(fill(push, frames("a", "b")), 10);
  const room = writable(push);
  for (let taken = 0; taken < 10; taken++) assert.deepEqual(texts(pull.tryReceive()!), ["a", "b"]);
  await room;
  assert.equal(push.trySend(frames("c")), true);
  assert.deepEqual(texts(await pull.receive()), ["c"]);
});

Deno.test("onWritable() calls when the first peer connects", async () => {
  await using context = testContext();
  const push = context.socket("PUSH");
  const endpoint = push.bind("tcp://127.0.0.1:*");
  assert.equal(push.trySend(frames("early")), false);
  const room = writable(push);
  const pull = context.socket("PULL");
  pull.connect(endpoint);
  await room;
  assert.equal(push.trySend(frames("late")), true);
  assert.deepEqual(texts(await pull.receive()), ["late"]);
});

Deno.test("onWritable() tells of the peer that was full when a mandatory ROUTER has others", async () => {
  await using context = testContext();
  const router = context.socket("ROUTER", { routerMandatory: true, sendHighWaterMark: 3 });
  const endpoint = router.bind("inproc://router");
  const [slow, idle] = ["slow", "idle"].map((identity) => {
    const dealer = context.socket("DEALER", {
      identity: new TextEncoder().encode(identity),
      receiveHighWaterMark: 3,
    });
    dealer.connect(endpoint);
    return dealer;
  });
  await idle!.send(frames("here"));
  await router.receive();
  await slow!.send(frames("here"));
  await router.receive();
  const sent = fill(router, frames("slow", "x"));
  assert.equal(sent, 6);
  let calls = 0;
  const room = Promise.withResolvers<void>();
  using _listening = router.onWritable(() => {
    calls++;
    room.resolve();
  });
  // Traffic with another peer does not count as room.
  assert.equal(router.trySend(frames("idle", "y")), true);
  assert.deepEqual(texts(await idle!.receive()), ["y"]);
  await idle!.send(frames("z"));
  assert.deepEqual(texts(await router.receive()), ["idle", "z"]);
  assert.equal(calls, 0);
  for (let taken = 0; taken < sent; taken++) await slow!.receive();
  await room.promise;
  assert.equal(router.trySend(frames("slow", "x")), true);
  assert.equal(calls, 1);
});

Deno.test("send() of an XPUB without drops waits for its slowest peer and loses nothing", async () => {
  await using context = testContext();
  const xpub = context.socket("XPUB", { xpubNoDrop: true, sendHighWaterMark: 10 });
  const endpoint = xpub.bind("tcp://127.0.0.1:*");
  const subs = [1, 2].map(() => {
    const sub = context.socket("SUB", { receiveHighWaterMark: 10 });
    sub.connect(endpoint);
    sub.subscribe("n");
    return sub;
  });
  // The second subscription of a topic is not reported, so each SUB also has one of its own.
  for (const [index, sub] of subs.entries()) {
    sub.subscribe(`own ${index}`);
    for (let topic = ""; topic !== `\x01own ${index}`;) topic = texts(await xpub.receive())[0]!;
  }
  const count = 20_000;
  const reading = subs.map(async (sub) => {
    for (let expected = 0; expected < count; expected++) {
      assert.equal(texts(await sub.receive())[1], String(expected));
    }
  });
  for (let number = 0; number < count; number++) await xpub.send(frames("n", String(number)));
  await Promise.all(reading);
});

Deno.test("send() keeps the order of its calls, and trySend comes behind them", async () => {
  await using context = testContext();
  const push = context.socket("PUSH");
  const sends = [0, 1, 2, 3].map((number) => push.send(frames(String(number))));
  assert.equal(push.trySend(frames("impatient")), false);
  const pull = context.socket("PULL");
  pull.bind("inproc://order");
  push.connect("inproc://order");
  await Promise.all(sends);
  for (const number of [0, 1, 2, 3]) assert.deepEqual(texts(await pull.receive()), [`${number}`]);
  assert.equal(pull.tryReceive(), undefined);
});

Deno.test("send() and receive() reject with the signal's reason and leave nothing behind", async () => {
  await using context = testContext();
  const push = context.socket("PUSH");
  const pull = context.socket("PULL");
  const controller = new AbortController();
  const aborted = [
    push.send(frames("never"), controller.signal),
    pull.receive(controller.signal),
  ].map((one) => assert.rejects(one, (reason) => reason === "enough"));
  controller.abort("enough");
  await Promise.all(aborted);
  await assert.rejects(pull.receive(AbortSignal.abort("before")), (reason) => reason === "before");
  await assert.rejects(
    push.send(frames("never"), AbortSignal.abort("before")),
    (reason) => reason === "before",
  );
  pull.connect(push.bind("inproc://abort"));
  await push.send(frames("yes"));
  assert.deepEqual(texts(await pull.receive()), ["yes"]);
});

Deno.test("receive() serves its callers in order and lets one go that aborts", async () => {
  await using context = testContext();
  const push = context.socket("PUSH");
  const pull = context.socket("PULL");
  pull.connect(push.bind("tcp://127.0.0.1:*"));
  const controller = new AbortController();
  const first = pull.receive();
  const second = assert.rejects(pull.receive(controller.signal));
  const third = pull.receive();
  controller.abort();
  await second;
  await push.send(frames("1"));
  await push.send(frames("3"));
  assert.deepEqual(texts(await first), ["1"]);
  assert.deepEqual(texts(await third), ["3"]);
});

Deno.test("receive() lets the event loop turn while messages keep coming", async () => {
  await using context = testContext();
  const push = context.socket("PUSH", { sendHighWaterMark: 0 });
  const pull = context.socket("PULL", { receiveHighWaterMark: 0 });
  pull.connect(push.bind("inproc://flood"));
  let turned = false;
  let received = 0;
  setTimeout(() => turned = true, 0);
  // Each message taken is followed by another: only a turn of the event loop ends this.
  push.trySend(frames("x"));
  while (!turned) {
    await pull.receive();
    received++;
    push.trySend(frames("x"));
  }
  assert.ok(received > 0);
});

Deno.test("onReadable() calls again, after the others, when its listener stops early", async () => {
  await using context = testContext();
  const order: string[] = [];
  const done = Promise.withResolvers<void>();
  const sockets = ["a", "b"].map((name) => {
    const push = context.socket("PUSH");
    const pull = context.socket("PULL");
    pull.connect(push.bind(`inproc://${name}`));
    for (let count = 0; count < 3; count++) push.trySend(frames(name));
    return pull;
  });
  for (const pull of sockets) {
    pull.onReadable(() => {
      order.push(texts(pull.tryReceive()!)[0]!);
      if (order.length === 6) done.resolve();
    });
  }
  await done.promise;
  assert.equal(order.join(""), "ababab");
});

Deno.test("onReadable() calls for what came before it, and not after disposal", async () => {
  await using context = testContext();
  const push = context.socket("PUSH");
  const pull = context.socket("PULL");
  pull.connect(push.bind("inproc://late"));
  push.trySend(frames("waiting"));
  let calls = 0;
  const called = Promise.withResolvers<void>();
  const listening = pull.onReadable(() => {
    calls++;
    listening[Symbol.dispose]();
    called.resolve();
  });
  assert.throws(() => pull.onReadable(() => {}), TypeError);
  await called.promise;
  assert.deepEqual(texts(await pull.receive()), ["waiting"]);
  push.trySend(frames("more"));
  assert.deepEqual(texts(await pull.receive()), ["more"]);
  assert.equal(calls, 1);
});

Deno.test("REQ and REP refuse to act out of turn", () => {
  using context = testContext();
  const rep = context.socket("REP");
  const req = context.socket("REQ");
  req.connect(rep.bind("inproc://turns"));
  assert.throws(() => rep.trySend(frames("x")), { code: "zmq.wrong_state" });
  assert.throws(() => req.tryReceive(), { code: "zmq.wrong_state" });
  assert.throws(() => context.socket("PULL").trySend(frames("x")), { code: "zmq.not_supported" });
  assert.throws(() => context.socket("PUSH").tryReceive(), { code: "zmq.not_supported" });
});

Deno.test("trySend() refuses a message without frames", () => {
  using context = testContext();
  assert.throws(() => context.socket("PUSH").trySend([]), {
    name: "TypeError",
    message: "Cannot send on PUSH socket: the message has no frames",
  });
});

Deno.test("Socket rejects those who wait when it is disposed, and later calls", async () => {
  await using context = testContext();
  const pair = context.socket("PAIR");
  const waiting = [pair.receive(), pair.send(frames("x"))].map((one) =>
    assert.rejects(one, { code: "zmq.closed" })
  );
  pair[Symbol.dispose]();
  pair[Symbol.dispose]();
  await Promise.all(waiting);
  for (
    const call of [
      () => pair.bind("inproc://a"),
      () => pair.trySend(frames("x")),
      () => pair.tryReceive(),
      () => pair.configure({}),
      () => pair.onReadable(() => {}),
    ]
  ) assert.throws(call, { code: "zmq.closed" });
  await assert.rejects(pair.receive(), { code: "zmq.closed" });
});

Deno.test("Socket may be disposed by its own listener", async () => {
  await using context = testContext();
  const push = context.socket("PUSH");
  const pull = context.socket("PULL");
  pull.connect(push.bind("tcp://127.0.0.1:*"));
  const closed = Promise.withResolvers<void>();
  pull.onReadable(() => {
    pull[Symbol.dispose]();
    closed.resolve();
  });
  await push.send(frames("end"));
  await closed.promise;
});
