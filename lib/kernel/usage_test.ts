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

Deno.test("UsageMeter counts work right after the start as that of a whole second", () => {
  let now = 3_600_000;
  const meter = new UsageMeter(() => now);
  work(50);
  now += 50;
  const { cpuPercent } = meter.read();
  assert.ok(cpuPercent >= 4.9 && cpuPercent < 60, `${cpuPercent} %`);
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
