// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import type { HealthThresholds } from "../contracts/mod.ts";
import { evaluateHealth, type HealthReadings } from "./health.ts";

const thresholds: HealthThresholds = {
  memoryDegradedBytes: 1_000_000_000,
  memoryUnhealthyBytes: 2_000_000_000,
  cpuDegradedPercent: 90,
  cpuUnhealthyPercent: 190,
  lagDegradedMs: 100,
  lagUnhealthyMs: 1000,
  errorRateDegraded: 0.05,
  errorRateUnhealthy: 0.5,
  queueDegraded: 100,
  queueUnhealthy: 1000,
};
const well: HealthReadings = {
  memoryBytes: 80_000_000,
  cpuPercent: 0.2,
  lagSeconds: 0.001,
  errorRate: 0,
  queued: 0,
};

Deno.test("evaluateHealth() is Healthy with every check in order, when all figures are below", () => {
  const { status, checks } = evaluateHealth(well, thresholds);
  assert.equal(status, "Healthy");
  assert.deepEqual(checks.map(({ name, status }) => `${name} ${status}`), [
    "memory Healthy",
    "cpu Healthy",
    "event_loop_lag Healthy",
    "error_rate Healthy",
    "queue_depth Healthy",
    "log Healthy",
    "store Healthy",
    "engine Healthy",
  ]);
  assert.deepEqual(checks.filter((check) => "problem" in check), []);
});

const cases: readonly [Partial<HealthReadings>, string, string][] = [
  [{ memoryBytes: 1_000_000_000 }, "Degraded", "memory: 1 GB in use, the limit is 1 GB"],
  [{ memoryBytes: 2_500_000_000 }, "Unhealthy", "memory: 2.5 GB in use, the limit is 2 GB"],
  [{ cpuPercent: 95.55 }, "Degraded", "cpu: 95.6 % of a core in use, the limit is 90 %"],
  [{ cpuPercent: 400 }, "Unhealthy", "cpu: 400 % of a core in use, the limit is 190 %"],
  [{ cpuPercent: NaN }, "Degraded", "cpu: cannot be read"],
  [
    { lagSeconds: 0.25 },
    "Degraded",
    "event loop lag: timers come 250 ms late, the limit is 100 ms",
  ],
  [
    { errorRate: 0.5 },
    "Unhealthy",
    "error rate: 50 % of the latest requests failed, the limit is 50 %",
  ],
  [{ queued: 120 }, "Degraded", "queue depth: 120 requests wait, the limit is 100"],
  [{ problems: { log: "no space left" } }, "Degraded", "no space left"],
  [{ problems: { store: "read-only" } }, "Degraded", "read-only"],
  [{ problems: { engine: "its Worker ended" } }, "Unhealthy", "its Worker ended"],
];

for (const [change, expected, problem] of cases) {
  Deno.test(`evaluateHealth() is ${expected}, for ${JSON.stringify(change)}`, () => {
    const { status, checks } = evaluateHealth({ ...well, ...change }, thresholds);
    assert.equal(status, expected);
    assert.deepEqual(checks.flatMap((check) => check.problem ?? []), [problem]);
  });
}

Deno.test("evaluateHealth() takes the worst of several", () => {
  const readings = { ...well, queued: 100, problems: { engine: "gone" } };
  assert.equal(evaluateHealth(readings, thresholds).status, "Unhealthy");
});
