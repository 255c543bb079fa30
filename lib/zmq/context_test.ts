// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { openContext } from "./mod.ts";
import { frames, library, testContext } from "./testing.ts";

/** Deno opens two sockets of its own some time after its start; a leak here would be hundreds. */
const runtimeDescriptors = 5;

function descriptors(): number {
  return [...Deno.readDirSync("/dev/fd")].length;
}

Deno.test("openContext() loads libzmq 4.3.5", () => {
  using context = testContext({ ioThreads: 2 });
  assert.equal(context.version, "4.3.5");
});

Deno.test("openContext() says which file is no libzmq", async () => {
  const file = await Deno.makeTempFile();
  try {
    for (const library of [file, `${file}.missing`]) {
      assert.throws(() => openContext({ library }), {
        code: "zmq.library",
        message: new RegExp(`^Cannot load libzmq from "${library}": `),
      });
    }
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("openContext() refuses senseless numbers", () => {
  for (const bad of [0, -1, 1.5, NaN, 2 ** 31]) {
    assert.throws(() => openContext({ library, ioThreads: bad }), RangeError);
    assert.throws(() => openContext({ library, maxSockets: bad }), RangeError);
  }
});

Deno.test("Context says when there are too many sockets", () => {
  using context = testContext({ maxSockets: 3 });
  const open = () => context.socket("PAIR");
  const sockets = [open(), open(), open()];
  assert.throws(open, { code: "zmq.too_many_sockets" });
  sockets[0]![Symbol.dispose]();
});

Deno.test("Context makes CURVE keys", () => {
  using context = testContext();
  const { publicKey, secretKey } = context.curveKeypair();
  assert.match(publicKey, /^[\x21-\x7e]{40}$/);
  assert.match(secretKey, /^[\x21-\x7e]{40}$/);
  assert.notEqual(publicKey, context.curveKeypair().publicKey);
});

Deno.test("Context refuses all calls after disposal", () => {
  const context = testContext();
  const socket = context.socket("PAIR");
  context[Symbol.dispose]();
  context[Symbol.dispose]();
  assert.throws(() => context.socket("PAIR"), { code: "zmq.closed" });
  assert.throws(() => context.curveKeypair(), { code: "zmq.closed" });
  assert.throws(() => context.watchFd(0, () => {}), { code: "zmq.closed" });
  assert.throws(() => socket.tryReceive(), { code: "zmq.closed" });
});

Deno.test("Context drops unsent messages and terminates when linger is 0", async () => {
  for (const asynchronous of [false, true]) {
    const context = testContext();
    const push = context.socket("PUSH");
    push.connect("tcp://127.0.0.1:9");
    for (let count = 0; count < 100; count++) push.trySend([new Uint8Array(10_000)]);
    if (asynchronous) await context[Symbol.asyncDispose]();
    else context[Symbol.dispose]();
  }
});

Deno.test("Context delivers unsent messages before it terminates when they may linger", async () => {
  await using receiving = testContext();
  const pull = receiving.socket("PULL", { receiveHighWaterMark: 0 });
  const endpoint = pull.bind("tcp://127.0.0.1:*");
  for (const asynchronous of [false, true]) {
    const context = testContext();
    const push = context.socket("PUSH", { lingerMs: 60_000 });
    push.connect(endpoint);
    for (let count = 0; count < 100; count++) push.trySend([new Uint8Array(10_000)]);
    if (asynchronous) await context[Symbol.asyncDispose]();
    else context[Symbol.dispose]();
    for (let count = 0; count < 100; count++) {
      assert.equal((await pull.receive())[0]!.length, 10_000);
    }
  }
});

Deno.test("Context may be disposed while it waits, and by a listener", async () => {
  const context = testContext();
  const push = context.socket("PUSH");
  const pull = context.socket("PULL");
  pull.connect(push.bind("tcp://127.0.0.1:*"));
  const closed = Promise.withResolvers<void>();
  pull.onReadable(() => {
    context[Symbol.dispose]();
    closed.resolve();
  });
  await push.send(frames("end"));
  await closed.promise;
  await context[Symbol.asyncDispose]();

  const waiting = testContext();
  const rejected = assert.rejects(waiting.socket("PULL").receive(), { code: "zmq.closed" });
  // The poll is in flight after this turn.
  await new Promise((turn) => setTimeout(turn, 0));
  waiting[Symbol.dispose]();
  await rejected;
  await waiting[Symbol.asyncDispose]();
});

/** Runs a program that has `testContext` at hand, with the garbage collector's own function. */
async function run(program: string): Promise<string> {
  const helpers = new URL("./testing.ts", import.meta.url).href;
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, `import { testContext } from "${helpers}";\n${program}`);
    const config = new URL("../../deno.json", import.meta.url).pathname;
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "--v8-flags=--expose-gc", "--config", config, file],
    }).output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout);
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("Context lets the process end when nobody listens any more", async () => {
  const output = await run(`
    const context = testContext();
    const push = context.socket("PUSH"), pull = context.socket("PULL");
    pull.connect(push.bind("tcp://127.0.0.1:*"));
    const listening = pull.onReadable(() => {
      pull.tryReceive();
      listening[Symbol.dispose]();
      console.log("done");
    });
    push.send([new Uint8Array(1)]);
  `);
  assert.equal(output, "done\n");
});

Deno.test("Context opens and closes 1,000 times without a leak", async () => {
  // Deno itself keeps about 26 KB of every library that was loaded and closed.
  const output = await run(`
    const state = () => {
      gc();
      return { fds: [...Deno.readDirSync("/dev/fd")].length, rss: Deno.memoryUsage().rss };
    };
    const cycle = async () => {
      await using context = testContext();
      const push = context.socket("PUSH"), pull = context.socket("PULL");
      pull.connect(push.bind("inproc://cycle"));
      await push.send([new Uint8Array(100_000)]);
      await pull.receive();
    };
    for (let round = 0; round < 100; round++) await cycle();
    const before = state();
    for (let round = 0; round < 900; round++) await cycle();
    const after = state();
    console.log(JSON.stringify({ fds: after.fds - before.fds, rss: after.rss - before.rss }));
  `);
  const grown = JSON.parse(output);
  assert.ok(grown.fds <= runtimeDescriptors, `${grown.fds} descriptors more than before`);
  assert.ok(grown.rss < 60_000_000, `memory grew by ${grown.rss} bytes`);
});

Deno.test("Context opens and closes 1,000 sockets without a leak", async () => {
  await using context = testContext();
  const server = context.socket("ROUTER");
  const endpoint = server.bind("tcp://127.0.0.1:*");
  const cycle = async () => {
    using client = context.socket("DEALER");
    client.connect(endpoint);
    client.trySend(frames("x"));
    const message = await server.receive();
    server.trySend(message);
    await client.receive();
  };
  for (let round = 0; round < 100; round++) await cycle();
  const rss = Deno.memoryUsage().rss;
  for (let round = 0; round < 900; round++) await cycle();
  const grown = Deno.memoryUsage().rss - rss;
  assert.ok(grown < 48_000_000, `memory grew by ${grown} bytes`);
});

Deno.test("Context closes every descriptor of its sockets", async () => {
  const before = descriptors();
  {
    await using context = testContext();
    const sockets = Array.from({ length: 300 }, () => context.socket("ROUTER"));
    for (const socket of sockets) socket.bind("tcp://127.0.0.1:*");
    assert.ok(descriptors() > before + 600);
  }
  assert.ok(descriptors() <= before + runtimeDescriptors);
});

Deno.test("Context disposed without waiting ends its poll, so that no operation is left", async () => {
  using context = testContext();
  using socket = context.socket("PULL");
  socket.bind("tcp://127.0.0.1:*");
  using _reading = socket.onReadable(() => {});
  // The poll is in flight after this turn.
  await new Promise((turn) => setTimeout(turn, 0));
});
