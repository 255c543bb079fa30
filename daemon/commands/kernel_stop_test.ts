// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { processAlive } from "../../lib/daemon/mod.ts";
import { type FakeKernel, perform, startFakeKernel, TestHome } from "../operate/testing.ts";
import { kernelStopCommand } from "./kernel_stop.ts";

/** A kernel in a process of its own, which ends when it is told to. */
async function start(
  home: TestHome,
  id: string,
): Promise<FakeKernel & { readonly child: Deno.ChildProcess }> {
  const child = new Deno.Command("sleep", { args: ["1000"] }).spawn();
  const kernel = await startFakeKernel(home, id, {
    "kernel.shutdown": ({ restart }) => {
      child.kill("SIGKILL");
      return { restart };
    },
  }, { pid: child.pid });
  return { ...kernel, child };
}

Deno.test("kernel stop stops several kernels at once and says what it did", async () => {
  await using home = new TestHome();
  await using one = await start(home, "one");
  await using two = await start(home, "two");
  await using three = await start(home, "three");
  const words = ["one", "--id", String(two.record.ports.control), "on"];
  const { code, stdout, stderr } = await perform(kernelStopCommand, words, home.env);
  assert.deepEqual([code, stderr], [0, ""]);
  const lines = stdout.trimEnd().split("\n").sort();
  assert.equal(lines.length, 2);
  assert.match(lines[0]!, /^Stopped kernel "one" \(process \d+\) by request in \d+(\.\d)? m?s/);
  assert.match(lines[1]!, /^Stopped kernel "two" /);
  assert.deepEqual([one, two].map(({ child }) => processAlive(child.pid)), ["gone", "gone"]);
  assert.equal(processAlive(three.child.pid), "alive");
  assert.equal((await perform(kernelStopCommand, ["--all"], home.env)).code, 0);
  assert.equal(processAlive(three.child.pid), "gone");
});

Deno.test("kernel stop takes the only kernel", async () => {
  await using home = new TestHome();
  await using _kernel = await start(home, "two");
  const { stdout } = await perform(kernelStopCommand, ["--format", "json"], home.env);
  const [{ id, outcome, by }] = JSON.parse(stdout);
  assert.deepEqual([id, outcome, by], ["two", "stopped", "request"]);
});

Deno.test("kernel stop takes the holder of a PID file, which may have no record", async () => {
  await using home = new TestHome();
  const path = join(home.path, "own.pid");
  const script = `const file = Deno.openSync(${
    JSON.stringify(path)
  }, { write: true, create: true });
    file.lockSync(true);
    file.writeSync(new TextEncoder().encode(Deno.pid + "\\n"));
    console.log("up");
    setInterval(() => {}, 1_000_000);`;
  const args = ["eval", "--no-config", script];
  await using child = new Deno.Command(Deno.execPath(), { args, stdout: "piped" }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  await reader.cancel();
  const { code, stdout } = await perform(kernelStopCommand, ["--pid-file", path], home.env);
  assert.equal(code, 0);
  assert.match(
    stdout,
    new RegExp(`^Stopped kernel "${path}" \\(process ${child.pid}\\) by SIGTERM`),
  );
});

Deno.test("kernel stop stops nothing when one that is named is unknown", async () => {
  await using home = new TestHome();
  await using one = await start(home, "one");
  const { code, stderr } = await perform(kernelStopCommand, ["one", "nine"], home.env);
  assert.equal(code, 1);
  assert.match(stderr, /Cannot find kernel "nine"/);
  assert.deepEqual(one.calls, []);
  one.child.kill("SIGKILL");
  await one.child.status;
});

Deno.test("kernel stop removes what a killed kernel left, and says so", async () => {
  await using home = new TestHome();
  const record = home.leave("dead");
  const { code, stdout } = await perform(kernelStopCommand, ["dead"], home.env);
  assert.equal(code, 0);
  assert.match(stdout, /^Kernel "dead" was not running; removed /);
  assert.ok(stdout.includes(record.pidFile));
});

Deno.test("kernel stop --all says that there is nothing to stop, and takes no names", async () => {
  await using home = new TestHome();
  const none = await perform(kernelStopCommand, ["--all"], home.env);
  assert.deepEqual([none.code, none.stdout], [0, ""]);
  assert.match(none.stderr, /No kernel is running/);
  assert.equal((await perform(kernelStopCommand, [], home.env)).code, 1);
  assert.equal((await perform(kernelStopCommand, ["--all", "x"], home.env)).code, 2);
});
