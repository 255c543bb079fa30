// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { showStatus } from "../operate/show_status.ts";
import { keptOutput, perform, startFakeKernel, TestHome } from "../operate/testing.ts";
import { kernelStatusCommand } from "./kernel_status.ts";

Deno.test("kernel status shows the only kernel in detail, and several in a table", async () => {
  await using home = new TestHome();
  await using _one = await startFakeKernel(home, "one");
  const single = await perform(kernelStatusCommand, [], home.env);
  assert.equal(single.code, 0);
  assert.match(single.stdout, /^Kernel +one\nStatus +Running\nHealth +Healthy\n/);
  await using _two = await startFakeKernel(home, "two");
  const both = await perform(kernelStatusCommand, [], home.env);
  assert.match(both.stdout, /^ID .*\none .*\ntwo .*\n$/);
  const named = await perform(kernelStatusCommand, ["tw"], home.env);
  assert.match(named.stdout, /^Kernel +two\n/);
  const text = await perform(kernelStatusCommand, ["--id", "two", "--format", "text"], home.env);
  assert.match(text.stdout, /^id: two\n[^]*\nstate\.requests\.latencyMs\.p50: 0\.5\n/);
});

Deno.test("kernel status writes one value for a name, and a list without", async () => {
  await using home = new TestHome();
  await using _kernel = await startFakeKernel(home, "one");
  const read = async (...words: string[]) =>
    JSON.parse(
      (await perform(kernelStatusCommand, [...words, "--format", "json"], home.env)).stdout,
    );
  assert.equal((await read("one")).state.sessions[0].id, "main");
  assert.deepEqual((await read()).map(({ id }: { id: string }) => id), ["one"]);
});

Deno.test("kernel status --quiet prints nothing, and asks nothing", async () => {
  await using home = new TestHome();
  const quiet = (...words: string[]) =>
    perform(kernelStatusCommand, ["--quiet", ...words], home.env);
  assert.deepEqual(await quiet(), { code: 1, stdout: "", stderr: "" });
  await using kernel = await startFakeKernel(home, "one");
  assert.deepEqual(await quiet(), { code: 0, stdout: "", stderr: "" });
  assert.deepEqual(await quiet("one"), { code: 0, stdout: "", stderr: "" });
  assert.deepEqual(await quiet("nine"), { code: 1, stdout: "", stderr: "" });
  assert.deepEqual(kernel.calls, []);
});

Deno.test("kernel status says that a kernel does not run", async () => {
  await using home = new TestHome();
  const none = await perform(kernelStatusCommand, [], home.env);
  assert.deepEqual([none.code, none.stdout], [1, ""]);
  assert.match(none.stderr, /No kernel is running/);
  home.leave("dead");
  const dead = await perform(kernelStatusCommand, ["dead"], home.env);
  assert.equal(dead.code, 1);
  assert.match(dead.stderr, /Kernel "dead" was killed[^]*Cannot find kernel "dead"/);
});

Deno.test("kernel status shows a kernel of another user, and asks it nothing", async () => {
  if (Deno.uid() !== 0) return assert.ok(Deno.uid() !== null, "only root can give files away");
  await using home = new TestHome();
  await using kernel = await startFakeKernel(home, "theirs");
  await Deno.chown(`${home.run}/kernel-theirs.json`, 12_345, 12_345);
  const { code, stdout } = await perform(kernelStatusCommand, ["theirs"], home.env);
  assert.equal(code, 0);
  assert.match(stdout, /^Kernel +theirs\nStatus +running\n[^]*\nUser +12345 \(other user\)\n/);
  assert.deepEqual(kernel.calls, []);
});

Deno.test("kernel status refuses two names and an interval that is too short", async () => {
  await using home = new TestHome();
  const two = await perform(kernelStatusCommand, ["a", "--id", "b"], home.env);
  assert.deepEqual([two.code, two.stdout], [2, ""]);
  const fast = await perform(kernelStatusCommand, ["--watch", "--interval", "0.01"], home.env);
  assert.match(fast.stderr, /Cannot use --interval: "0.01" is no valid value/);
});

Deno.test("showStatus() watches a kernel until its process ends", async () => {
  await using home = new TestHome();
  await using child = new Deno.Command("sleep", { args: ["1000"] }).spawn();
  await using _kernel = await startFakeKernel(home, "one", {}, { pid: child.pid });
  const output = keptOutput(home.env);
  const terminal = {
    ...output.terminal,
    write: (text: string) => {
      output.terminal.write(text);
      if (text.includes('"status":"running"')) child.kill("SIGKILL");
    },
  };
  const options = { selector: "one", format: "json", intervalMs: 600_000 } as const;
  const signals = { addSignalListener() {}, removeSignalListener() {} };
  const code = await showStatus({ ...options, signals }, { env: home.env, terminal });
  assert.equal(code, 1);
  const statuses = output.stdout().trimEnd().split("\n").map((line) => JSON.parse(line).status);
  assert.deepEqual(statuses, ["running", "stopped"]);
});

Deno.test("showStatus() redraws on a terminal, and separates showings in a pipe", async () => {
  await using home = new TestHome();
  await using _one = await startFakeKernel(home, "one");
  for (const [colour, begin] of [[true, "\x1b[H\x1b[2J\x1b[3J"], [false, "Kernel"]] as const) {
    const output = keptOutput(home.env);
    let interrupt = () => {};
    const terminal = {
      ...output.terminal,
      colour,
      write: (text: string) => {
        output.terminal.write(text);
        interrupt();
      },
    };
    const signals = {
      addSignalListener: (_name: string, listener: () => void) => void (interrupt = listener),
      removeSignalListener() {},
    };
    const options = { selector: "one", format: "table", signals } as const;
    const code = await showStatus({ ...options, intervalMs: 600_000 }, { env: home.env, terminal });
    assert.equal(code, 130);
    assert.ok(output.stdout().startsWith(begin));
  }
});
