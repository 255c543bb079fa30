// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { Lifecycle } from "./lifecycle.ts";
import { shutDown, type ShutdownOptions } from "./shutdown.ts";
import { recordingLog } from "./testing.ts";

function parts(more: Partial<ShutdownOptions["kernel"]> = {}) {
  const steps: string[] = [];
  const lifecycle = new Lifecycle({ draining: () => false });
  lifecycle.onPhase((phase) => steps.push(phase));
  const { log, lines } = recordingLog();
  const kernel: ShutdownOptions["kernel"] = {
    sessions: ["main", "side"],
    hurried: new AbortController().signal,
    refuseWork: () => void steps.push("refuse"),
    settled: () => Promise.resolve([]),
    endEngines: (sessions) => Promise.resolve(void steps.push(`end ${sessions}`)),
    announceShutdown: () => void steps.push("announce"),
    ...more,
  };
  const save = (sessions: readonly string[]) => {
    steps.push(`save ${sessions}`);
    return Promise.resolve();
  };
  return { steps, lines, options: { kernel, lifecycle, graceMs: 1_000, save, log } };
}

Deno.test("shutDown() goes through its phases in order", async () => {
  const { steps, options } = parts();
  await shutDown(options);
  assert.deepEqual(steps, [
    "Initiated",
    "refuse",
    "WaitingForOperations",
    "SavingState",
    "save main,side",
    "NotifyingClients",
    "end ",
    "announce",
    "Cleanup",
  ]);
});

Deno.test("shutDown() waits no longer than the time of grace, and saves what came to rest", async () => {
  const { steps, lines, options } = parts({
    settled: (signal) =>
      new Promise((resolve) => signal.addEventListener("abort", () => resolve(["main"]))),
  });
  await shutDown({ ...options, graceMs: 1 });
  assert.deepEqual(steps.slice(-5), [
    "save side",
    "NotifyingClients",
    "end main",
    "announce",
    "Cleanup",
  ]);
  assert.match(lines.join(), /^warn: Code that did not end/);
});

Deno.test("shutDown() stops waiting when somebody is in a hurry", async () => {
  const hurry = new AbortController();
  const { steps, options } = parts({
    hurried: hurry.signal,
    settled: (signal) => {
      hurry.abort();
      return Promise.resolve(signal.aborted ? ["main", "side"] : []);
    },
  });
  await shutDown({ ...options, graceMs: 600_000 });
  assert.ok(steps.includes("save "));
});

Deno.test("shutDown() logs a state that cannot be saved, and goes on", async () => {
  const { steps, lines, options } = parts();
  await shutDown({ ...options, save: () => Promise.reject(new Error("disk full")) });
  assert.match(lines.join(), /^error: Cannot save the state/);
  assert.equal(steps.at(-1), "Cleanup");
});
