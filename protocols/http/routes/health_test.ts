// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import type { HealthReport } from "../../../lib/contracts/mod.ts";
import { testApp, WELL } from "../testing.ts";

const POORLY: HealthReport = {
  ...WELL,
  status: "Unhealthy",
  ready: false,
  checks: [
    { name: "memory", status: "Degraded", value: 9, unit: "bytes", degradedAt: 8, unhealthyAt: 16 },
    { name: "event_loop_lag", status: "Healthy", value: 0.000755258000001, unit: "seconds" },
    {
      name: "queue_depth",
      status: "Unhealthy",
      value: 70,
      unhealthyAt: 64,
      problem: "queue: 70 wait",
    },
    { name: "log", status: "Healthy" },
  ],
};

Deno.test("health answers the report: 200 while it is well or degraded, 503 when unhealthy", async () => {
  const { get, router } = testApp();
  for (const [status, code] of [["Healthy", 200], ["Degraded", 200], ["Unhealthy", 503]] as const) {
    router.report = { ...WELL, status };
    const answer = await get("/health");
    assert.equal(answer.status, code);
    assert.deepEqual(await answer.json(), router.report);
  }
});

Deno.test("health writes one line per check when text is asked for", async () => {
  const { get, router } = testApp();
  router.report = POORLY;
  const answer = await get("/health?format=text");
  assert.equal(answer.status, 503);
  assert.match(answer.headers.get("content-type") ?? "", /^text\/plain/);
  assert.equal(
    await answer.text(),
    "kernel          Unhealthy  Running, not ready\n" +
      "memory          Degraded   9 bytes (degraded at 8, unhealthy at 16)\n" +
      "event_loop_lag  Healthy    0.000755 seconds\n" +
      "queue_depth     Unhealthy  70 (unhealthy at 64) - queue: 70 wait\n" +
      "log             Healthy\n",
  );
});

Deno.test("health refuses a format that it does not know, without asking the kernel", async () => {
  const { get, router } = testApp();
  const answer = await get("/health?format=xml");
  assert.equal(answer.status, 400);
  assert.equal((await answer.json()).code, "http.format");
  assert.equal(router.contexts.length, 0);
});
