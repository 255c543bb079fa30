// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { load } from "./libc.ts";
import { testContext } from "./testing.ts";

/** A pipe of the operating system. */
function openPipe() {
  const libc = load(
    {
      pipe: { parameters: ["buffer"], result: "i32" },
      read: { parameters: ["i32", "buffer", "usize"], result: "isize" },
      write: { parameters: ["i32", "buffer", "usize"], result: "isize" },
      close: { parameters: ["i32"], result: "i32" },
    } as const,
  );
  const fds = new Int32Array(2);
  assert.equal(libc.symbols.pipe(fds), 0);
  const [readFd, writeFd] = [fds[0]!, fds[1]!];
  const byte = new Uint8Array(1);
  return {
    fd: readFd,
    read: () => Number(libc.symbols.read(readFd, byte, 1n)),
    write: () => libc.symbols.write(writeFd, byte, 1n),
    closeWriter: () => libc.symbols.close(writeFd),
    [Symbol.dispose]: () => {
      libc.symbols.close(readFd);
      libc.close();
    },
  };
}

Deno.test("watchFd() calls each time the descriptor is readable, and at its end", async () => {
  await using context = testContext();
  using pipe = openPipe();
  const reads: number[] = [];
  const done = Promise.withResolvers<void>();
  const watch = context.watchFd(pipe.fd, () => {
    reads.push(pipe.read());
    if (reads.length === 2) pipe.write();
    if (reads.length === 3) pipe.closeWriter();
    if (reads.length === 4) {
      watch[Symbol.dispose]();
      done.resolve();
    }
  });
  pipe.write();
  pipe.write();
  await done.promise;
  assert.deepEqual(reads, [1, 1, 1, 0]);
});

Deno.test("watchFd() calls while sockets are busy, and sockets are served meanwhile", async () => {
  await using context = testContext();
  using pipe = openPipe();
  const push = context.socket("PUSH");
  const pull = context.socket("PULL");
  pull.connect(push.bind("tcp://127.0.0.1:*"));
  const seen = { pipe: 0, socket: 0 };
  const done = Promise.withResolvers<void>();
  const count = (name: "pipe" | "socket") => {
    if (++seen[name] >= 100 && Math.min(seen.pipe, seen.socket) >= 100) done.resolve();
  };
  using _reading = pull.onReadable(() => {
    pull.tryReceive();
    count("socket");
    push.trySend([new Uint8Array(1)]);
  });
  using _watching = context.watchFd(pipe.fd, () => {
    pipe.read();
    count("pipe");
    pipe.write();
  });
  await push.send([new Uint8Array(1)]);
  pipe.write();
  await done.promise;
  pipe.closeWriter();
});

Deno.test("watchFd() reports a descriptor that is not open, once", async () => {
  await using context = testContext();
  const pipe = openPipe();
  pipe.closeWriter();
  const fd = pipe.fd;
  pipe[Symbol.dispose]();
  const errors: unknown[] = [];
  const reported = Promise.withResolvers<void>();
  const listener = (event: ErrorEvent) => {
    event.preventDefault();
    errors.push(event.error);
    reported.resolve();
  };
  globalThis.addEventListener("error", listener);
  context.watchFd(fd, () => assert.fail("called"));
  await reported.promise;
  globalThis.removeEventListener("error", listener);
  assert.equal((errors[0] as { code: string }).code, "zmq.bad_descriptor");
  assert.equal(errors.length, 1);
  assert.throws(() => context.watchFd(-1, () => {}), { code: "zmq.bad_descriptor" });
});

Deno.test("PollLoop goes on when a listener throws", async () => {
  await using context = testContext();
  const push = context.socket("PUSH");
  const pull = context.socket("PULL");
  pull.connect(push.bind("tcp://127.0.0.1:*"));
  const errors: unknown[] = [];
  const handler = (event: ErrorEvent) => {
    event.preventDefault();
    errors.push(event.error.message);
  };
  globalThis.addEventListener("error", handler);
  const second = Promise.withResolvers<void>();
  using _reading = pull.onReadable(() => {
    pull.tryReceive();
    if (errors.length === 0) throw new Error("listener failed");
    second.resolve();
  });
  await push.send([new Uint8Array(1)]);
  await push.send([new Uint8Array(1)]);
  await second.promise;
  globalThis.removeEventListener("error", handler);
  assert.deepEqual(errors, ["listener failed"]);
});
