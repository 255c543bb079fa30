// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { resolveConfig } from "../../lib/config/mod.ts";
import type { SessionState } from "../../lib/contracts/mod.ts";
import { LatestWindow } from "../../lib/observe/mod.ts";
import { KernelObserver, silentSessions, type StateSources } from "./kernel_state.ts";
import { Lifecycle } from "./lifecycle.ts";

const session: SessionState = {
  id: "main",
  language: "lua",
  status: "idle",
  executionCount: 2,
  queued: 3,
  running: 0,
  subshells: 0,
};

function open(more: Partial<StateSources> = {}) {
  const lifecycle = new Lifecycle({ draining: () => false });
  const config = resolveConfig({
    env: () => undefined,
    flags: {
      health: {
        memoryDegradedBytes: 2 ** 40,
        memoryUnhealthyBytes: 2 ** 41,
        cpuDegradedPercent: 90_000,
        cpuUnhealthyPercent: 100_000,
      },
    },
  });
  const observer = new KernelObserver({
    id: "work",
    version: "0.1.0",
    kernel: {
      states: () => Promise.resolve([session]),
      load: { running: 0, queued: 3 },
      sessions: ["main"],
      alive: () => Promise.resolve(),
      historyProblem: undefined,
    },
    lifecycle,
    requests: new LatestWindow(),
    clients: () => [],
    config: () => config,
    logProblem: () => undefined,
    endpoints: () => ({ http: "http://127.0.0.1:1" }),
    ports: () => ({ shell: 2 }),
    files: { connection: "/c.json" },
    startedAtMs: 5,
    now: () => performance.now(),
    ...more,
  });
  return { observer, lifecycle };
}

Deno.test("state() tells phase, sessions, clients, requests, ports and files", async () => {
  const { observer, lifecycle } = open();
  lifecycle.started();
  const state = await observer.state();
  assert.equal(state.phase, "Running");
  assert.deepEqual([state.id, state.version, state.startedAtMs], ["work", "0.1.0", 5]);
  assert.deepEqual(state.sessions, [session]);
  assert.deepEqual([state.ports, state.endpoints["http"]], [{ shell: 2 }, "http://127.0.0.1:1"]);
  assert.equal(state.requests.total, 0);
  assert.ok(state.uptimeSeconds > 0 && state.usage.pid === Deno.pid);
});

Deno.test("health() is ready while the kernel runs, and not before or while it stops", async () => {
  const { observer, lifecycle } = open();
  assert.deepEqual(await readiness(observer), ["Starting", false, false]);
  lifecycle.started();
  assert.deepEqual(await readiness(observer), ["Running", true, true]);
  lifecycle.enter("Initiated");
  assert.deepEqual(await readiness(observer), ["Initiated", false, true]);
});

Deno.test("health() is degraded by a log or a history that cannot be written", async () => {
  for (
    const more of [
      { logProblem: () => "disk full" },
      { kernel: { ...quietKernel, historyProblem: "disk full" } },
    ]
  ) {
    const { observer, lifecycle } = open(more);
    lifecycle.started();
    const { status, ready, checks } = await observer.health();
    assert.deepEqual([status, ready], ["Degraded", true]);
    assert.match(checks.map(({ problem }) => problem ?? "").join(), /disk full/);
  }
});

Deno.test("silentSessions() names the sessions whose engine does not answer in time", async () => {
  const alive = (id: string) => id === "main" ? new Promise<void>(() => {}) : Promise.resolve();
  assert.deepEqual(await silentSessions({ sessions: ["main", "side"], alive }, 1), ["main"]);
  const dead = () => Promise.reject(new Error("gone"));
  assert.deepEqual(await silentSessions({ sessions: ["main"], alive: dead }, 1_000), ["main"]);
});

const quietKernel = {
  states: () => Promise.resolve([session]),
  load: { running: 0, queued: 3 },
  sessions: ["main"],
  alive: () => Promise.resolve(),
};

async function readiness(observer: KernelObserver): Promise<[string, boolean, boolean]> {
  const { phase, ready, started } = await observer.health();
  return [phase, ready, started];
}
