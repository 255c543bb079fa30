// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { listenSignals } from "./signals.ts";
import { startProcess, testFolder } from "./testing.ts";

/** A source whose signals the test sends. */
function fakeSource() {
  const listeners = new Map<Deno.Signal, () => void>();
  return {
    listeners,
    addSignalListener: (signal: Deno.Signal, listener: () => void) =>
      void listeners.set(signal, listener),
    removeSignalListener: (signal: Deno.Signal) => void listeners.delete(signal),
    send(signal: Deno.Signal, times: number) {
      for (let sent = 0; sent < times; sent++) listeners.get(signal)?.();
    },
  };
}

Deno.test("listenSignals() calls at the first signal, and once more for all that came meanwhile", async () => {
  const source = fakeSource();
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const counts: number[] = [];
  using _signals = listenSignals({
    SIGHUP: (count) => {
      counts.push(count);
      return gates[counts.length - 1]?.promise;
    },
  }, source);
  source.send("SIGHUP", 1_000);
  assert.deepEqual(counts, [1]);
  gates[0]?.resolve();
  await gates[0]?.promise;
  await Promise.resolve();
  assert.deepEqual(counts, [1, 999]);
  gates[1]?.resolve();
  await gates[1]?.promise;
  await Promise.resolve();
  source.send("SIGHUP", 1);
  assert.deepEqual(counts, [1, 999, 1]);
});

Deno.test("listenSignals() keeps one kind from waiting for another", () => {
  const source = fakeSource();
  const seen: string[] = [];
  using _signals = listenSignals({
    SIGHUP: () => {
      seen.push("SIGHUP");
      return new Promise(() => {});
    },
    SIGTERM: () => void seen.push("SIGTERM"),
  }, source);
  source.send("SIGHUP", 2);
  source.send("SIGTERM", 1);
  assert.deepEqual(seen, ["SIGHUP", "SIGTERM"]);
});

Deno.test("listenSignals() takes its listeners away at disposal, and forgets what waits", async () => {
  const source = fakeSource();
  const gate = Promise.withResolvers<void>();
  let calls = 0;
  const signals = listenSignals({
    SIGHUP: () => {
      calls++;
      return gate.promise;
    },
  }, source);
  source.send("SIGHUP", 2);
  signals[Symbol.dispose]();
  gate.resolve();
  await gate.promise;
  await Promise.resolve();
  assert.equal(calls, 1);
  assert.equal(source.listeners.size, 0);
});

Deno.test("listenSignals() lives through a thousand of each kind, listened to or harmless", async () => {
  using folder = testFolder();
  const program = folder.program(`
    const kinds = ["SIGHUP", "SIGUSR1", "SIGUSR2", "SIGWINCH"];
    const calls = Object.fromEntries(kinds.map((kind) => [kind, 0]));
    const actions = kinds.map((kind) => [kind, () => void calls[kind]++]);
    using _signals = daemon.listenSignals(Object.fromEntries(actions));
    console.log("ready");
    await Deno.stdin.read(new Uint8Array(1));
    console.log(JSON.stringify(calls));
    Deno.exit(0);
  `);
  await using process = startProcess(program);
  assert.equal(await process.line(), "ready");
  const kinds = ["SIGHUP", "SIGUSR1", "SIGUSR2", "SIGWINCH", "SIGPIPE", "SIGCHLD"] as const;
  for (let round = 0; round < 1_000; round++) {
    for (const kind of kinds) Deno.kill(process.pid, kind);
  }
  await process.tell("");
  const calls = JSON.parse(await process.line() ?? "");
  for (const kind of kinds.slice(0, 4)) {
    assert.ok(calls[kind] >= 1 && calls[kind] <= 1_000, `${kind}: ${calls[kind]}`);
  }
  assert.equal((await process.status).code, 0);
});
