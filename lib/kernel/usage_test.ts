// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import process from "node:process";
import { UsageMeter } from "./usage.ts";

/** Keeps this thread at work until the process has used so much more CPU. */
function work(milliseconds: number): void {
  const used = () => process.cpuUsage().user / 1000;
  const end = used() + milliseconds;
  while (used() < end);
}

Deno.test("UsageMeter takes its first reading over the whole life of the process", () => {
  const mostPercent = 100 * (navigator.hardwareConcurrency + 1);
  for (const now of [() => performance.now(), () => 1e9 + performance.now()]) {
    const { cpuPercent } = new UsageMeter(now).read();
    assert.ok(cpuPercent > 0 && cpuPercent < mostPercent, `${cpuPercent} %`);
  }
});

Deno.test("UsageMeter repeats a share for a second, and takes the next over the time since", () => {
  let now = 3_600_000;
  const meter = new UsageMeter(() => now);
  now += 2_000;
  const { cpuPercent: first } = meter.read();
  work(50);
  now += 999;
  assert.equal(meter.read().cpuPercent, first);
  now += 1;
  const { cpuPercent } = meter.read();
  assert.ok(cpuPercent >= 4.9, `${cpuPercent} %`);
});
