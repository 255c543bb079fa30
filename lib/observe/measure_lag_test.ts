// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { measureLag } from "./measure_lag.ts";

Deno.test("measureLag() says in seconds by how much the timer was late, the timer's own millisecond aside", async () => {
  const times = [1000, 1251];
  assert.equal(await measureLag(() => times.shift() ?? NaN), 0.25);
});

Deno.test("measureLag() is 0 when the timer was on time", async () => {
  assert.equal(await measureLag(() => 1000), 0);
});

Deno.test("measureLag() sees the event loop blocked", async () => {
  const lag = measureLag(() => performance.now());
  const until = performance.now() + 60;
  while (performance.now() < until);
  assert.ok(await lag >= 0.05);
});
