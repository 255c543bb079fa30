// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import type { KernelPhase } from "../../../lib/contracts/mod.ts";
import { testApp, WELL } from "../testing.ts";

/** In all of these the kernel takes no new work. */
const NOT_READY: readonly KernelPhase[] = [
  ...["Starting", "Draining", "Initiated", "WaitingForOperations"] as const,
  ...["SavingState", "NotifyingClients", "Cleanup", "Complete"] as const,
];

Deno.test("live answers 200 without asking the kernel, which may be unhealthy", async () => {
  const { get, router } = testApp();
  router.report = { ...WELL, status: "Unhealthy", ready: false };
  const answer = await get("/health/live");
  assert.equal(answer.status, 200);
  assert.deepEqual(await answer.json(), { live: true });
  assert.equal(router.contexts.length, 0);
});

Deno.test("ready answers 200 while the kernel takes new work", async () => {
  const { get } = testApp();
  const answer = await get("/health/ready");
  assert.equal(answer.status, 200);
  const expected = { ready: true, phase: "Running", status: "Healthy", reasons: [] };
  assert.deepEqual(await answer.json(), expected);
});

Deno.test("ready answers 503 with the phase and the reasons, when draining or shutting down", async () => {
  const { get, router } = testApp();
  for (const phase of NOT_READY) {
    router.report = { ...WELL, phase, ready: false };
    const answer = await get("/health/ready");
    assert.equal(answer.status, 503);
    const body = await answer.json();
    assert.equal(body.phase, phase);
    assert.match(body.reasons[0], /not started yet|takes no new work|is shutting down/);
  }
});

Deno.test("ready names the checks that failed, when the kernel is unhealthy", async () => {
  const { get, router } = testApp();
  const checks = [
    { name: "log", status: "Degraded", problem: "slow" },
    { name: "store", status: "Unhealthy", problem: "store: the disk is full" },
    { name: "engine", status: "Unhealthy" },
  ] as const;
  router.report = { ...WELL, status: "Unhealthy", ready: false, checks };
  const answer = await get("/health/ready");
  assert.deepEqual((await answer.json()).reasons, [
    "store: the disk is full",
    "engine is unhealthy",
  ]);
});

Deno.test("ready gives no reasons without the token", async () => {
  const { get, router } = testApp({ token: "correct-horse" });
  router.report = { ...WELL, phase: "Draining", ready: false };
  const bare = await get("/health/ready");
  assert.equal(bare.status, 503);
  assert.deepEqual(await bare.json(), { ready: false, phase: "Draining" });
  const headers = { authorization: "Bearer correct-horse" };
  assert.equal((await (await get("/health/ready", { headers })).json()).reasons.length, 1);
});

Deno.test("startup answers 503 until the kernel has started, and 200 for good from then on", async () => {
  const { get, router } = testApp();
  router.report = { ...WELL, phase: "Starting", started: false, ready: false };
  const early = await get("/health/startup");
  assert.equal(early.status, 503);
  assert.deepEqual(await early.json(), { started: false, phase: "Starting" });
  router.report = { ...WELL, phase: "Draining", ready: false };
  assert.equal((await get("/health/startup")).status, 200);
});
