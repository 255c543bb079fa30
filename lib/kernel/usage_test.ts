// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { UsageMeter } from "./usage.ts";

Deno.test("UsageMeter counts no CPU time from before it was made", () => {
  let nowMs = 0;
  const meter = new UsageMeter(() => nowMs);
  nowMs = 10; // This process has used far more by now.
  const { cpuPercent } = meter.read();
  assert.ok(cpuPercent < 1_000, `${cpuPercent} %`);
});
