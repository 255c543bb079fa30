// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { processAlive, processStartMs } from "./process_info.ts";
import { terminateProcess } from "./terminate.ts";
import { startProcess, type TestProcess } from "./testing.ts";

/** Long enough never to be waited for. */
const graceMs = 60_000;

async function stubborn(): Promise<TestProcess> {
  const child = startProcess(["/bin/sh", "-c", "trap '' TERM INT; echo deaf; read answer"]);
  assert.equal(await child.line(), "deaf");
  return child;
}

Deno.test("terminateProcess() asks, and waits for the end", async () => {
  await using child = startProcess(["cat"]);
  assert.equal(await terminateProcess(child.pid, { graceMs }), "ended");
  assert.equal((await child.status).signal, "SIGTERM");
});

Deno.test("terminateProcess() kills what does not end by itself in time", async () => {
  await using child = await stubborn();
  assert.equal(await terminateProcess(child.pid, { graceMs: 1 }), "killed");
  assert.equal((await child.status).signal, "SIGKILL");
});

Deno.test("terminateProcess() does not ask when it is told to kill", async () => {
  await using child = await stubborn();
  assert.equal(await terminateProcess(child.pid, { signal: "SIGKILL", graceMs }), "killed");
});

Deno.test("terminateProcess() only waits when it is told to send none", async () => {
  await using child = startProcess(["cat"]);
  assert.equal(await terminateProcess(child.pid, { signal: "none", graceMs: 1 }), "killed");
  assert.equal((await child.status).signal, "SIGKILL");
});

Deno.test("terminateProcess() leaves a later process with the id alone", async () => {
  await using child = startProcess(["cat"]);
  const startMs = (processStartMs(child.pid) ?? 0) - 60_000;
  assert.equal(await terminateProcess(child.pid, { graceMs, startMs }), "gone");
  assert.equal(processAlive(child.pid), "alive");
});

Deno.test("terminateProcess() ends the process that began at the given time", async () => {
  await using child = startProcess(["cat"]);
  const startMs = processStartMs(child.pid) ?? 0;
  assert.equal(await terminateProcess(child.pid, { graceMs, startMs }), "ended");
});

Deno.test("terminateProcess() finds nothing to do for a process that is gone", async () => {
  let pid = 0;
  {
    await using child = startProcess(["cat"]);
    pid = child.pid;
  }
  assert.equal(await terminateProcess(pid, { graceMs }), "gone");
});

Deno.test("terminateProcess() stops waiting when the signal aborts, and kills nobody", async () => {
  await using child = await stubborn();
  const stop = new AbortController();
  const reason = new Error("enough");
  const ending = terminateProcess(child.pid, { graceMs, abort: stop.signal });
  stop.abort(reason);
  await assert.rejects(ending, reason);
  assert.equal(processAlive(child.pid), "alive");
});

Deno.test("terminateProcess() refuses what is no process id", async () => {
  for (const pid of [0, -1, 1.5, NaN]) {
    await assert.rejects(terminateProcess(pid, { graceMs }), RangeError);
  }
});
