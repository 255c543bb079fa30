// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { MetricRegistry, type Sample } from "./metrics.ts";
import { percentile } from "./percentile.ts";

function observed(values: readonly number[], buckets: readonly number[]): Sample {
  const registry = new MetricRegistry();
  const histogram = registry.histogram({ name: "llmspell_test_seconds", help: "Test", buckets });
  for (const value of values) histogram.observe(value);
  return registry.snapshot()[0]?.samples[0] ?? { labels: {}, value: 0 };
}

Deno.test("percentile() is undefined before the first observation and for a counter", () => {
  assert.equal(percentile(observed([], [1]), 0.5), undefined);
  assert.equal(percentile({ labels: {}, value: 3 }, 0.5), undefined);
});

Deno.test("percentile() is the last bound for what lies beyond it", () => {
  assert.equal(percentile(observed([5, 6, 7], [1, 2]), 0.99), 2);
});

Deno.test("percentile() throws RangeError for a share in percent", () => {
  assert.throws(() => percentile(observed([1], [1]), 95), RangeError);
});

Deno.test("percentile() lies in the bucket of the observation of that rank, whatever was observed", () => {
  const buckets = [1, 2, 5, 10, 100];
  fc.assert(fc.property(
    fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    (values, share) => {
      const sorted = [...values].sort((a, b) => a - b);
      const exact = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
      const upper = buckets.find((bound) => exact <= bound)!;
      const lower = [0, ...buckets][buckets.indexOf(upper)]!;
      const estimate = percentile(observed(values, buckets), share)!;
      assert.ok(estimate >= lower - 1e-9 && estimate <= upper + 1e-9, `${estimate} for ${exact}`);
    },
  ));
});
