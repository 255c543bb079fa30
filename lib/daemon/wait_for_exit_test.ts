// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { exitEvent } from "./exit_descriptor.ts";
import { startProcess } from "./testing.ts";
import { waitForExit } from "./wait_for_exit.ts";

Deno.test("waitForExit() resolves when the process ends, which need not be a child", async () => {
  await using parent = startProcess([
    "/bin/sh",
    "-c",
    'sleep 1000 & printf "%d\\n" "$!"; exec sleep 1000',
  ]);
  const grandchild = Number(await parent.line());
  const ended = waitForExit(grandchild);
  Deno.kill(grandchild, "SIGKILL");
  await ended;
});

Deno.test("waitForExit() resolves for a process that is gone already", async () => {
  let pid = 0;
  {
    await using child = startProcess(["cat"]);
    pid = child.pid;
  }
  await waitForExit(pid);
});

Deno.test("waitForExit() rejects with the reason when the signal aborts, before or meanwhile", async () => {
  await using child = startProcess(["cat"]);
  const reason = new Error("enough");
  await assert.rejects(waitForExit(child.pid, AbortSignal.abort(reason)), reason);
  const stop = new AbortController();
  const waiting = waitForExit(child.pid, stop.signal);
  stop.abort(reason);
  await assert.rejects(waiting, reason);
});

Deno.test("waitForExit() leaves no descriptor behind", async () => {
  await using child = startProcess(["cat"]);
  const descriptors = () => [...Deno.readDirSync("/dev/fd")].length;
  const before = descriptors();
  for (let round = 0; round < 50; round++) {
    const stop = new AbortController();
    const waiting = waitForExit(child.pid, stop.signal);
    stop.abort();
    await assert.rejects(waiting, { name: "AbortError" });
  }
  // Deno opens two sockets of its own some time after its start; a leak would be a hundred and more.
  assert.ok(descriptors() <= before + 5, `${descriptors() - before} descriptors more`);
});

Deno.test("waitForExit() refuses what is no process id", async () => {
  for (const pid of [0, -1, 1.5, NaN, 2 ** 31]) await assert.rejects(waitForExit(pid), RangeError);
});

Deno.test("exitEvent() lays out darwin's struct kevent", () => {
  const hex = Array.from(exitEvent(1234), (byte) => byte.toString(16).padStart(2, "0")).join("");
  assert.equal(hex, "d204000000000000" + "fbff" + "1100" + "00000080" + "00".repeat(16));
});
