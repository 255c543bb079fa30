// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import type { Labels, OperationName, RequestContext, Router } from "../../lib/contracts/mod.ts";
import { KernelError } from "../../lib/errors.ts";
import { signalActions, type SignalTargets } from "./signals.ts";
import { recordingLog } from "./testing.ts";

function open(more: Partial<SignalTargets> = {}, answers: Record<string, unknown> = {}) {
  const calls: [OperationName, unknown, string][] = [];
  const counted: (string | undefined)[] = [];
  const { log, lines } = recordingLog();
  const call = (name: OperationName, params: unknown, context: RequestContext) => {
    calls.push([name, params, context.session]);
    const answer = answers[name] ?? {};
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  const actions = signalActions({
    router: { call } as unknown as Router,
    sessions: () => ["main", "side"],
    busy: () => false,
    owned: false,
    reopenLogs: () => void calls.push(["log.level", "reopened", ""]),
    terminalGone: () => false,
    log,
    counter: { increment: (labels?: Labels) => void counted.push(labels?.["signal"]) },
    ...more,
  });
  return { actions, calls, lines, counted };
}

Deno.test("SIGTERM shuts the kernel down, and each further one says so again", async () => {
  const { actions, calls, counted } = open();
  await actions.SIGTERM();
  await actions.SIGTERM();
  assert.deepEqual(calls.map(([name]) => name), ["kernel.shutdown", "kernel.shutdown"]);
  assert.deepEqual(counted, ["SIGTERM", "SIGTERM"]);
});

Deno.test("SIGINT interrupts every session while code runs", async () => {
  const { actions, calls } = open({ busy: () => true });
  await actions.SIGINT();
  await actions.SIGINT();
  assert.deepEqual(calls.map(([name, , session]) => `${name} ${session}`), [
    ...["interrupt main", "interrupt side", "interrupt main", "interrupt side"],
  ]);
});

Deno.test("SIGINT on an idle kernel stops it the second time, and never one that a front end owns", async () => {
  const { actions, calls, lines } = open();
  await actions.SIGINT();
  assert.equal(calls.length, 0);
  assert.match(lines.join(), /second SIGINT stops/);
  await actions.SIGINT();
  assert.deepEqual(calls.map(([name]) => name), ["kernel.shutdown"]);
  const owned = open({ owned: true });
  for (let count = 0; count < 3; count++) await owned.actions.SIGINT();
  assert.deepEqual(owned.calls, []);
});

Deno.test("SIGHUP opens the logs anew and reloads, and ends a kernel whose terminal is gone", async () => {
  const { actions, calls } = open({}, { "config.reload": { changes: [] } });
  await actions.SIGHUP();
  assert.deepEqual(calls.map(([name]) => name), ["log.level", "config.reload"]);
  const gone = open({ terminalGone: () => true });
  await gone.actions.SIGHUP();
  assert.deepEqual(gone.calls.map(([name]) => name), ["kernel.shutdown"]);
});

Deno.test("SIGUSR1 reloads, and logs why a configuration is refused", async () => {
  const refusal = new KernelError("config.invalid", "Cannot use kernel.toml, line 3", "mend it");
  const { actions, calls, lines } = open({}, { "config.reload": refusal });
  await actions.SIGUSR1();
  assert.deepEqual(calls.map(([name, params]) => [name, params]), [[
    "config.reload",
    { dryRun: false },
  ]]);
  assert.deepEqual(lines.filter((line) => line.startsWith("error")), [
    "error: {signal}: {message}; {hint}",
  ]);
});

Deno.test("SIGUSR2 writes a dump and logs its path", async () => {
  const { actions, lines } = open({}, { "kernel.dump": { path: "/dump" } });
  await actions.SIGUSR2();
  assert.ok(lines.includes("info: The state was written to {path}"));
});
