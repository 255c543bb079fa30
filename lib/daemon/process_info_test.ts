// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import {
  processAlive,
  processCommand,
  processCpuSeconds,
  processRssBytes,
  processStartMs,
  sameProcess,
} from "./process_info.ts";
import { startProcess } from "./testing.ts";

Deno.test("processAlive() tells a live process from one that has ended", async () => {
  let pid = 0;
  {
    await using child = startProcess(["cat"]);
    pid = child.pid;
    assert.equal(processAlive(pid), "alive");
  }
  assert.equal(processAlive(pid), "gone");
});

Deno.test("processAlive() finds nobody behind what is no process id", () => {
  for (const pid of [0, -1, 1.5, NaN, 2 ** 31]) assert.equal(processAlive(pid), "gone");
});

Deno.test("processAlive() takes a zombie for gone", async () => {
  // The shell becomes a program that never asks how its child ended.
  const script = 'true & printf "%d\\n" "$!"; exec cat';
  await using parent = startProcess(["/bin/sh", "-c", script]);
  const zombie = Number(await parent.line());
  await parent.tell("the shell has become cat");
  await parent.line();
  assert.equal(processAlive(zombie), "gone");
});

Deno.test("processStartMs() lies between the moments before and after the start", async () => {
  const toleranceMs = Deno.build.os === "linux" ? 50 : 1_000;
  const before = Date.now() - toleranceMs;
  await using child = startProcess(["cat"]);
  const startMs = processStartMs(child.pid);
  assert.ok(startMs !== undefined);
  assert.ok(before <= startMs && startMs <= Date.now() + toleranceMs, `${before} ${startMs}`);
  assert.equal(sameProcess(child.pid, startMs), true);
  assert.equal(sameProcess(child.pid, startMs - 60_000), false);
});

Deno.test("processCommand() gives the command line", async () => {
  await using child = startProcess(["/bin/sh", "-c", "echo up; read answer", "a name"]);
  assert.equal(await child.line(), "up"); // Before that it is still a copy of this process.
  assert.equal(processCommand(child.pid), "/bin/sh -c echo up; read answer a name");
});

Deno.test("processCpuSeconds() and processRssBytes() tell what a process uses", () => {
  const cpuSeconds = processCpuSeconds(Deno.pid);
  const rssBytes = processRssBytes(Deno.pid);
  assert.ok(cpuSeconds !== undefined && cpuSeconds > 0);
  assert.ok(rssBytes !== undefined && rssBytes > 10_000_000 && rssBytes < 10_000_000_000);
});

Deno.test("process_info tells nothing of a process that is gone", async () => {
  let pid = 0;
  {
    await using child = startProcess(["cat"]);
    pid = child.pid;
  }
  assert.equal(processStartMs(pid), undefined);
  assert.equal(processCommand(pid), undefined);
  assert.equal(processCpuSeconds(pid), undefined);
  assert.equal(processRssBytes(pid), undefined);
  assert.equal(sameProcess(pid, Date.now()), false);
});
