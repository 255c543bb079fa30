// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { LatestWindow } from "./latest_window.ts";

Deno.test("statistics() has no latency before the first request", () => {
  assert.deepEqual(new LatestWindow().statistics(), { total: 0, failed: 0, errorRate: 0 });
});

Deno.test("statistics() counts all requests and rates the latest alone", () => {
  const window = new LatestWindow(100);
  for (let i = 0; i < 50; i++) window.record(1000, true);
  for (let i = 1; i <= 100; i++) window.record(i, i % 4 === 0);
  assert.deepEqual(window.statistics(), {
    total: 150,
    failed: 75,
    errorRate: 0.25,
    latencyMs: { p50: 50, p95: 95, p99: 99 },
  });
});

Deno.test("LatestWindow throws RangeError for a size that is no positive whole number", () => {
  for (const size of [0, -1, 1.5, NaN]) assert.throws(() => new LatestWindow(size), RangeError);
});
