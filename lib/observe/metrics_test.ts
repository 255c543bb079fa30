// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { MetricRegistry } from "./metrics.ts";

Deno.test("counter() keeps one series for each set of label values", () => {
  const registry = new MetricRegistry();
  const spec = { name: "llmspell_test_events_total", help: "Events", labels: ["kind"] };
  registry.counter(spec).increment({ kind: "a" });
  registry.counter(spec).increment({ kind: "b" }, 4);
  registry.counter(spec).increment({ kind: "a" });
  assert.deepEqual(registry.snapshot()[0]?.samples, [
    { labels: { kind: "a" }, value: 2 },
    { labels: { kind: "b" }, value: 4 },
  ]);
});

Deno.test("increment() throws RangeError when asked to count down", () => {
  const counter = new MetricRegistry().counter({ name: "llmspell_test_total", help: "Test" });
  assert.throws(() => counter.increment({}, -1), RangeError);
});

Deno.test("observe() counts cumulatively in buckets, and beyond the last only in count", () => {
  const registry = new MetricRegistry();
  const histogram = registry.histogram({ name: "llmspell_test_seconds", help: "Test" });
  for (const value of [0.0004, 0.02, 99]) histogram.observe(value);
  const sample = registry.snapshot()[0]?.samples[0];
  assert.equal(sample?.count, 3);
  assert.deepEqual(sample?.buckets?.[0], [0.0005, 1]);
  assert.deepEqual(sample?.buckets?.at(-1), [10, 2]);
});

Deno.test("gauge() throws TypeError when the name is a counter's", () => {
  const registry = new MetricRegistry();
  registry.counter({ name: "llmspell_test_total", help: "Test" });
  assert.throws(() => registry.gauge({ name: "llmspell_test_total", help: "Test" }), TypeError);
});
