// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { acquirePidFile, processAlive, processStartMs } from "../../lib/daemon/mod.ts";
import { KernelError } from "../../lib/errors.ts";
import { findKernels, type FoundKernel } from "./discovery.ts";
import { pidFileTarget, stopKernel, type StopOptions, stopTarget } from "./stop_kernel.ts";
import { type Answers, type FakeKernel, startFakeKernel, TestHome } from "./testing.ts";

const nowhere = { system: "/nowhere" };

function options(home: TestHome, more: Partial<StopOptions> = {}): StopOptions {
  const now = () => performance.now();
  return { env: home.env, now, timeoutMs: 60_000, force: false, cleanup: true, ...more };
}

/** A process that ends by SIGTERM, or not at all. */
function spawn(script: string): Deno.ChildProcess {
  return new Deno.Command("sh", { args: ["-c", script], stdout: "piped" }).spawn();
}

/** A program that has set its traps says so in a line, which it may write in pieces. */
async function isUp(child: Deno.ChildProcess): Promise<void> {
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    if (text.endsWith("\n")) return;
  }
}

/** What is ignored stays so in the program that takes the shell's place. */
const stubborn = "trap '' TERM; echo up; exec sleep 1000";

/** A kernel whose process ends as soon as it is asked to. */
function ending(child: Deno.ChildProcess): Answers {
  return {
    "kernel.shutdown": ({ restart }) => {
      child.kill("SIGKILL");
      return { restart };
    },
  };
}

async function fake(
  home: TestHome,
  child: Deno.ChildProcess,
  answers: Answers = {},
): Promise<FakeKernel & { found: FoundKernel }> {
  const kernel = await startFakeKernel(home, "work", answers, { pid: child.pid });
  const [found] = await findKernels(home.env, nowhere);
  assert.equal(found?.state, "running");
  return { ...kernel, found: found! };
}

Deno.test("stopTarget() knows the holder of the kernel's PID file, although the clock was set meanwhile", async () => {
  await using home = new TestHome();
  const started = processStartMs(Deno.pid)!;
  const path = home.write(home.record("work", { processStartMs: started - 3_600_000 }));
  const pidFile = home.record("work").pidFile;
  {
    using _held = acquirePidFile({ path: pidFile });
    const [found] = await findKernels(home.env, nowhere);
    assert.ok(Math.abs(stopTarget(found!).startMs - started) < 1_000);
  }
  const [found] = await findKernels(home.env, nowhere);
  assert.equal(stopTarget(found!).startMs, started - 3_600_000);
  await Deno.remove(path);
});

Deno.test("stopKernel() asks the kernel to end and waits for its process", async () => {
  await using home = new TestHome();
  await using child = spawn("echo up; exec sleep 1000");
  await isUp(child);
  await using kernel = await fake(home, child, ending(child));
  const result = await stopKernel(stopTarget(kernel.found), options(home));
  assert.deepEqual([result.outcome, result.by, result.pid], ["stopped", "request", child.pid]);
  assert.deepEqual(kernel.calls, [["kernel.shutdown", { restart: false }]]);
  assert.equal(processAlive(child.pid), "gone");
});

Deno.test("stopKernel() sends SIGTERM when the kernel cannot be asked", async () => {
  await using home = new TestHome();
  await using child = spawn("echo up; exec sleep 1000");
  await isUp(child);
  await using kernel = await fake(home, child);
  await Deno.remove(kernel.record.connectionFile);
  const result = await stopKernel(stopTarget(kernel.found), options(home));
  assert.deepEqual([result.outcome, result.by], ["stopped", "SIGTERM"]);
});

Deno.test("stopKernel() kills a kernel that promises to end and does not", async () => {
  await using home = new TestHome();
  await using child = spawn(stubborn);
  await isUp(child);
  await using kernel = await fake(home, child, { "kernel.shutdown": (params) => params });
  const result = await stopKernel(stopTarget(kernel.found), options(home, { timeoutMs: 300 }));
  assert.deepEqual([result.outcome, result.by], ["killed", "SIGKILL"]);
  assert.equal(processAlive(child.pid), "gone");
});

Deno.test("stopKernel() kills a kernel that neither answers nor heeds SIGTERM", async () => {
  await using home = new TestHome();
  await using child = spawn(stubborn);
  await isUp(child);
  await using kernel = await fake(home, child, {
    "kernel.shutdown": () => new Promise<never>(() => {}),
  });
  const result = await stopKernel(stopTarget(kernel.found), options(home, { timeoutMs: 20 }));
  assert.deepEqual([result.outcome, result.by], ["killed", "SIGKILL"]);
});

Deno.test("stopKernel() with force tells the kernel to skip the time of grace", async () => {
  await using home = new TestHome();
  await using child = spawn("echo up; exec sleep 1000");
  await isUp(child);
  await using kernel = await fake(home, child, ending(child));
  await stopKernel(stopTarget(kernel.found), options(home, { force: true }));
  assert.deepEqual(kernel.calls, [["kernel.shutdown", { restart: false, force: true }]]);
});

Deno.test("stopKernel() with force sends SIGTERM twice to a kernel that cannot be asked", async () => {
  await using home = new TestHome();
  const script = `exec python3 -c 'import signal, sys
def second(*_): sys.exit(0)
def first(*_): signal.signal(signal.SIGTERM, second)
signal.signal(signal.SIGTERM, first)
print("up", flush=True)
while True: signal.pause()'`;
  await using child = spawn(script);
  await isUp(child);
  await using kernel = await fake(home, child);
  await Deno.remove(kernel.record.connectionFile);
  const result = await stopKernel(stopTarget(kernel.found), options(home, { force: true }));
  assert.deepEqual([result.outcome, result.by], ["stopped", "SIGTERM"]);
});

Deno.test("stopKernel() removes what a killed kernel left, unless it may not", async () => {
  await using home = new TestHome();
  const record = home.leave("dead");
  const [found] = await findKernels(home.env, nowhere);
  const kept = await stopKernel(stopTarget(found!), options(home, { cleanup: false }));
  assert.deepEqual([kept.outcome, kept.by, kept.removed], ["not running", null, []]);
  const { removed } = await stopKernel(stopTarget(found!), options(home));
  assert.deepEqual(removed, [record.connectionFile, found!.path, record.pidFile]);
});

Deno.test("stopKernel() leaves a later process with the same id alone", async () => {
  await using home = new TestHome();
  await using child = spawn("echo up; exec sleep 1000");
  await isUp(child);
  const record = home.record("work", { pid: child.pid });
  const found = { record, path: home.write(record), folder: home.run, uid: Deno.uid() };
  const earlier = { ...record, processStartMs: record.processStartMs - 60_000 };
  const kernel = { ...found, record: earlier, owner: "own", state: "running" } as const;
  const result = await stopKernel(stopTarget(kernel), options(home));
  assert.equal(result.outcome, "not running");
  assert.equal(processAlive(child.pid), "alive");
  child.kill("SIGKILL");
});

Deno.test("pidFileTarget() names the process that holds the file, with its kernel if it has one", async () => {
  await using home = new TestHome();
  await using kernel = await startFakeKernel(home, "work");
  const kernels = await findKernels(home.env, nowhere);
  assert.equal(pidFileTarget(kernel.record.pidFile, kernels).kernel?.record.id, "work");
  const other = join(home.path, "other.pid");
  using _held = acquirePidFile({ path: other, pid: Deno.pid });
  const startMs = processStartMs(Deno.pid)!;
  const target = pidFileTarget(other, []);
  assert.deepEqual([target.id, target.pid, target.kernel], [other, Deno.pid, undefined]);
  assert.ok(Math.abs(target.startMs - startMs) < 1_000);
});

Deno.test("pidFileTarget() refuses a file that no process holds", async () => {
  await using home = new TestHome();
  const path = join(home.path, "a.pid");
  const refusal = (reason: RegExp) => (error: unknown) =>
    error instanceof KernelError && error.code === "pid.unheld" && reason.test(error.message);
  assert.throws(() => pidFileTarget(path, []), refusal(/no such file/));
  await Deno.writeTextFile(path, "what");
  assert.throws(() => pidFileTarget(path, []), refusal(/no process id/));
  await Deno.writeTextFile(path, `${2 ** 22 + 1}\n`);
  assert.throws(() => pidFileTarget(path, []), refusal(/process 4194305 has ended/));
});
