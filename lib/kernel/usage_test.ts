// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { UsageMeter } from "./usage.ts";

Deno.test("UsageMeter takes its first reading over the whole life of the process", () => {
  const mostPercent = 100 * (navigator.hardwareConcurrency + 1);
  for (const now of [() => performance.now(), () => 1e9 + performance.now()]) {
    const { cpuPercent } = new UsageMeter(now).read();
    assert.ok(cpuPercent > 0 && cpuPercent < mostPercent, `${cpuPercent} %`);
  }
});
