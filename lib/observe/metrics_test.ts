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

Deno.test("observe() counts in the buckets of the specification", () => {
  const registry = new MetricRegistry();
  const histogram = registry.histogram({ name: "llmspell_test_bytes", help: "T", buckets: [1, 8] });
  for (const value of [1, 2, 9]) histogram.observe(value);
  assert.deepEqual(registry.snapshot()[0]?.samples[0]?.buckets, [[1, 1], [8, 2]]);
});

Deno.test("histogram() throws RangeError for buckets that do not rise", () => {
  const spec = { name: "llmspell_test_bytes", help: "Test", buckets: [2, 1] };
  assert.throws(() => new MetricRegistry().histogram(spec), RangeError);
});

Deno.test("collect() calls its collector at each snapshot until it is disposed", () => {
  const registry = new MetricRegistry();
  const gauge = registry.gauge({ name: "llmspell_test_calls", help: "Calls" });
  let calls = 0;
  {
    using _collector = registry.collect(() => gauge.set(++calls));
    registry.snapshot();
    assert.deepEqual(registry.snapshot()[0]?.samples, [{ labels: {}, value: 2 }]);
  }
  registry.snapshot();
  assert.equal(calls, 2);
});

Deno.test("snapshot() has the metrics that collectors return behind its own", () => {
  const registry = new MetricRegistry();
  const metric = { name: "x_total", help: "Xs", type: "counter", samples: [] } as const;
  using _collector = registry.collect(() => [metric]);
  registry.gauge({ name: "llmspell_test_a", help: "A" });
  assert.deepEqual(registry.snapshot().map(({ name }) => name), ["llmspell_test_a", "x_total"]);
});
