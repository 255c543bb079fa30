// SPDX-License-Identifier: Apache-2.0 OR MIT
// The commands that perform one operation on one kernel.

import assert from "node:assert/strict";
import { KernelError } from "../../lib/errors.ts";
import { fakeHealth, fakeState, perform, startFakeKernel, TestHome } from "../operate/testing.ts";
import { healthCommand } from "./health.ts";
import { kernelConnectCommand } from "./kernel_connect.ts";
import { kernelDrainCommand } from "./kernel_drain.ts";
import { kernelInterruptCommand } from "./kernel_interrupt.ts";
import { kernelLogLevelCommand } from "./kernel_log_level.ts";
import { kernelReloadCommand } from "./kernel_reload.ts";
import { kernelRestartCommand } from "./kernel_restart.ts";
import { kernelResumeCommand } from "./kernel_resume.ts";

Deno.test("kernel interrupt, drain and resume say what they did", async () => {
  await using home = new TestHome();
  const { sessions } = fakeState("work");
  const busy = sessions.map((session) => ({ ...session, running: 1, queued: 1 }));
  await using kernel = await startFakeKernel(home, "work", {
    "interrupt": () => ({}),
    "kernel.drain": () => ({ phase: "Draining" }),
    "kernel.resume": () => ({ phase: "Running" }),
    "kernel.state": () => fakeState("work", { sessions: busy }),
  });
  const run = (command: Parameters<typeof perform>[0], ...words: string[]) =>
    perform(command, words, home.env);
  assert.equal((await run(kernelInterruptCommand)).stdout, 'Interrupted kernel "work"\n');
  const drained = 'Kernel "work" takes no new work; 2 requests run or wait\n';
  assert.equal((await run(kernelDrainCommand, "wo")).stdout, drained);
  assert.equal(
    (await run(kernelResumeCommand, "--id", "work")).stdout,
    'Kernel "work" takes work again\n',
  );
  const late = await run(kernelDrainCommand, "--wait", "--timeout", "1ms");
  assert.deepEqual([late.code, late.stdout], [1, ""]);
  assert.match(late.stderr, /Cannot wait any longer for kernel "work": 2 requests run or wait/);
  const asked = new Set(kernel.calls.map(([operation]) => operation));
  assert.ok(["interrupt", "kernel.drain", "kernel.resume"].every((name) => asked.has(name)));
});

Deno.test("kernel reload prints changes by key, and when they take effect", async () => {
  await using home = new TestHome();
  await using kernel = await startFakeKernel(home, "work", {
    "config.reload": () => ({
      changes: [
        { path: "log.level", before: "warning", after: "debug", takesEffect: "live" },
        { path: "http.token", before: "***", after: undefined, takesEffect: "restart" },
      ],
    }),
  });
  const dry = await perform(kernelReloadCommand, ["--dry-run"], home.env);
  assert.equal(
    dry.stdout,
    'Would change:\n  log.level: "warning" -> "debug"\n' +
      'After the next start (llmspell kernel restart):\n  http.token: "***" -> (not set)\n',
  );
  const json = await perform(kernelReloadCommand, ["work", "--format", "json"], home.env);
  assert.equal(JSON.parse(json.stdout)[0].path, "log.level");
  assert.deepEqual(kernel.calls.map(([, params]) => params), [{ dryRun: true }, { dryRun: false }]);
});

Deno.test("kernel reload says that nothing changed, and where the configuration is wrong", async () => {
  await using home = new TestHome();
  let wrong = false;
  await using _kernel = await startFakeKernel(home, "work", {
    "config.reload": () => {
      if (!wrong) return { changes: [] };
      const text = "Cannot use /h/kernel.toml, line 3: log.levle: no such setting";
      throw new KernelError("config.invalid", text, 'did you mean "log.level"?');
    },
  });
  assert.equal((await perform(kernelReloadCommand, [], home.env)).stdout, "Nothing changed\n");
  wrong = true;
  const { code, stdout, stderr } = await perform(kernelReloadCommand, [], home.env);
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /kernel\.toml, line 3: log\.levle: no such setting\n +hint: did you mean/);
});

Deno.test("health exits with 0 when the kernel is ready, and with 1 when it is not", async () => {
  await using home = new TestHome();
  let health = fakeHealth({ status: "Degraded" });
  assert.equal((await perform(healthCommand, [], home.env)).code, 1);
  await using _kernel = await startFakeKernel(home, "work", { "kernel.health": () => health });
  const good = await perform(healthCommand, ["--wait"], home.env);
  assert.equal(good.code, 0);
  assert.match(good.stdout, /^Kernel "work" is Degraded, Running and ready\n\nCHECK /);
  health = fakeHealth({ ready: false, phase: "Draining" });
  const drained = await perform(healthCommand, ["--id", "work", "--format", "json"], home.env);
  assert.deepEqual([drained.code, JSON.parse(drained.stdout).phase], [1, "Draining"]);
  const late = await perform(healthCommand, ["--wait", "--timeout", "1ms"], home.env);
  assert.match(late.stderr, /Cannot wait any longer/);
});

Deno.test("kernel connect prints a way for each kind of client", async () => {
  await using home = new TestHome();
  await using kernel = await startFakeKernel(home, "work", {}, { http: "unix:/run/a b.sock" });
  const { stdout } = await perform(kernelConnectCommand, [], home.env);
  const path = kernel.record.connectionFile;
  assert.ok(stdout.includes(`\nConsole\n  jupyter console --existing ${path}\n`));
  assert.ok(
    stdout.includes("curl --unix-socket '/run/a b.sock' 'http://localhost/health?format=text'"),
  );
  assert.ok(stdout.includes("llmspell kernel logs work --follow"));
  const json = JSON.parse(
    (await perform(kernelConnectCommand, ["--format", "json"], home.env)).stdout,
  );
  assert.deepEqual([json.id, json.connectionFile, json.ports], ["work", path, kernel.record.ports]);
  assert.doesNotMatch(stdout, new RegExp(JSON.parse(await Deno.readTextFile(path)).key));
});

Deno.test("kernel restart refuses a kernel that somebody else supervises", async () => {
  await using home = new TestHome();
  await using kernel = await startFakeKernel(home, "work", {}, { daemon: false });
  const { code, stderr } = await perform(kernelRestartCommand, ["work"], home.env);
  assert.equal(code, 1);
  assert.match(stderr, /Cannot restart kernel "work": it runs in the foreground/);
  assert.deepEqual(kernel.calls, []);
});

Deno.test("commands for one kernel say so when it has ended", async () => {
  await using home = new TestHome();
  home.leave("dead");
  for (const command of [kernelInterruptCommand, kernelDrainCommand, kernelConnectCommand]) {
    const { code, stderr } = await perform(command, ["dead"], home.env);
    assert.equal(code, 1);
    assert.match(stderr, /Cannot reach kernel "dead": process \d+ has ended/);
  }
});

Deno.test("kernel log-level sets the level of a category, takes it back, and refuses other words", async () => {
  await using home = new TestHome();
  await using kernel = await startFakeKernel(home, "work", { "log.level": () => ({}) });
  const run = (...words: string[]) => perform(kernelLogLevelCommand, words, home.env);
  const set = await run("debug", "--category", "llmspell.jupyter");
  assert.equal(set.stdout, 'Kernel "work" logs llmspell.jupyter from debug on\n');
  assert.equal((await run("reset")).stdout, 'Kernel "work" logs llmspell as configured\n');
  const asked = kernel.calls.filter(([operation]) => operation === "log.level");
  assert.deepEqual(asked.map(([, params]) => params), [
    { category: "llmspell.jupyter", level: "debug" },
    { category: "llmspell", level: null },
  ]);
  const wrong = await run("loud");
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /"loud" is no valid value/);
});
