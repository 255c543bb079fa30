// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { MetricRegistry } from "./metrics.ts";
import { processMetrics } from "./process_metrics.ts";

function read(registry: MetricRegistry): Record<string, number | undefined> {
  return Object.fromEntries(
    registry.snapshot().map(({ name, samples }) => [name, samples[0]?.value]),
  );
}

Deno.test("processMetrics() gives the standard figures of this process", () => {
  const registry = new MetricRegistry();
  using _collector = registry.collect(processMetrics());
  const figures = read(registry);
  assert.ok(figures["process_cpu_seconds_total"]! > 0);
  assert.ok(figures["process_resident_memory_bytes"]! > 10_000_000);
  assert.ok(Math.abs(figures["process_start_time_seconds"]! - Date.now() / 1000) < 3600);
  assert.ok(figures["process_open_fds"]! >= 3);
});

Deno.test("processMetrics() counts a file that is open", () => {
  const registry = new MetricRegistry();
  using _collector = registry.collect(processMetrics());
  const before = read(registry)["process_open_fds"]!;
  using _file = Deno.openSync(Deno.execPath());
  assert.equal(read(registry)["process_open_fds"], before + 1);
});

Deno.test("processMetrics() gives the limit of descriptors and virtual memory on Linux", {
  ignore: Deno.build.os !== "linux",
}, () => {
  const registry = new MetricRegistry();
  using _collector = registry.collect(processMetrics());
  const figures = read(registry);
  assert.ok(figures["process_max_fds"]! >= figures["process_open_fds"]!);
  assert.ok(figures["process_virtual_memory_bytes"]! > figures["process_resident_memory_bytes"]!);
});
