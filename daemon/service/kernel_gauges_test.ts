// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { MetricRegistry } from "../../lib/observe/mod.ts";
import { kernelGauges } from "./kernel_gauges.ts";

Deno.test("kernelGauges() reads the kernel's figures at each snapshot", () => {
  const registry = new MetricRegistry();
  let queued = 1;
  registry.collect(kernelGauges(registry, {
    load: () => ({ running: 2, queued: queued++ }),
    sessions: () => 3,
    clients: () => 4,
  }));
  const read = () => registry.snapshot().map(({ samples }) => samples[0]?.value);
  assert.deepEqual(read(), [3, 4, 2, 1]);
  assert.deepEqual(read(), [3, 4, 2, 2]);
});
