// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { exitEvent, watchProcessExit } from "./pidfd.ts";
import { testContext } from "./testing.ts";

function sleeper(): Deno.ChildProcess {
  return new Deno.Command("cat", { stdin: "piped", stdout: "null" }).spawn();
}

Deno.test("watchProcessExit() calls once when the process ends", async () => {
  await using context = testContext();
  const child = sleeper();
  const ended = Promise.withResolvers<void>();
  let calls = 0;
  const watch = watchProcessExit(context, child.pid, () => {
    calls++;
    ended.resolve();
  });
  assert.notEqual(watch, undefined);
  await child.stdin.close();
  await ended.promise;
  await child.status;
  assert.equal(calls, 1);
  watch?.[Symbol.dispose]();
});

Deno.test("watchProcessExit() calls soon when the process is already gone", async () => {
  await using context = testContext();
  const child = sleeper();
  await child.stdin.close();
  await child.status;
  const ended = Promise.withResolvers<void>();
  let returned = false;
  using _watch = watchProcessExit(context, child.pid, () => {
    assert.equal(returned, true);
    ended.resolve();
  });
  returned = true;
  await ended.promise;
});

Deno.test("watchProcessExit() is silent after disposal", async () => {
  await using context = testContext();
  const child = sleeper();
  let calls = 0;
  const first = watchProcessExit(context, child.pid, () => calls++);
  const ended = Promise.withResolvers<void>();
  using _second = watchProcessExit(context, child.pid, ended.resolve);
  first?.[Symbol.dispose]();
  await child.stdin.close();
  await ended.promise;
  await child.status;
  assert.equal(calls, 0);
});

Deno.test("watchProcessExit() leaves no descriptor behind", async () => {
  await using context = testContext();
  const count = () => [...Deno.readDirSync("/dev/fd")].length;
  const before = count();
  for (let round = 0; round < 100; round++) {
    watchProcessExit(context, Deno.pid, () => {})?.[Symbol.dispose]();
  }
  // Deno opens two sockets of its own some time after its start; a leak would be a hundred.
  assert.ok(count() <= before + 5, `${count() - before} descriptors more than before`);
});

Deno.test("watchProcessExit() refuses what is no process id", () => {
  using context = testContext();
  for (const pid of [0, -1, 1.5, NaN, 2 ** 31]) {
    assert.throws(() => watchProcessExit(context, pid, () => {}), RangeError);
  }
});

Deno.test("exitEvent() lays out darwin's struct kevent", () => {
  const expected = "d204000000000000" + "fbff" + "1100" + "00000080" + "00".repeat(16);
  assert.equal(hex(exitEvent(1234)), expected);
});

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
