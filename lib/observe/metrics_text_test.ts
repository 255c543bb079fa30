// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { MetricRegistry, type MetricSnapshot } from "./metrics.ts";
import { writeOpenMetrics, writePrometheus } from "./metrics_text.ts";

function everyKind(): MetricSnapshot[] {
  const registry = new MetricRegistry();
  const messages = registry.counter({
    name: "llmspell_test_messages_total",
    help: 'Messages by "kind"\nand more \\',
    labels: ["kind", "way"],
  });
  messages.increment({ way: "in", kind: 'a"b\\c\nd' }, 3);
  registry.gauge({ name: "llmspell_test_queued_bytes", help: "Queued" }).set(-0.5);
  registry.gauge({ name: "llmspell_test_never_set", help: "No series" });
  const seconds = registry.histogram({
    name: "llmspell_test_request_seconds",
    help: "Time",
    buckets: [0.5, 1],
  });
  for (const value of [0.25, 0.75, 3]) seconds.observe(value);
  return registry.snapshot();
}

Deno.test("writePrometheus() writes every kind of metric and escapes help and label values", () => {
  assert.equal(
    writePrometheus(everyKind()),
    String.raw`# HELP llmspell_test_messages_total Messages by "kind"\nand more \\
# TYPE llmspell_test_messages_total counter
llmspell_test_messages_total{kind="a\"b\\c\nd",way="in"} 3
# HELP llmspell_test_queued_bytes Queued
# TYPE llmspell_test_queued_bytes gauge
llmspell_test_queued_bytes -0.5
# HELP llmspell_test_request_seconds Time
# TYPE llmspell_test_request_seconds histogram
llmspell_test_request_seconds_bucket{le="0.5"} 1
llmspell_test_request_seconds_bucket{le="1"} 2
llmspell_test_request_seconds_bucket{le="+Inf"} 3
llmspell_test_request_seconds_sum 4
llmspell_test_request_seconds_count 3
`,
  );
});

Deno.test("writeOpenMetrics() names counters without _total, announces units and ends with EOF", () => {
  assert.equal(
    writeOpenMetrics(everyKind()),
    String.raw`# TYPE llmspell_test_messages counter
# HELP llmspell_test_messages Messages by \"kind\"\nand more \\
llmspell_test_messages_total{kind="a\"b\\c\nd",way="in"} 3
# TYPE llmspell_test_queued_bytes gauge
# UNIT llmspell_test_queued_bytes bytes
# HELP llmspell_test_queued_bytes Queued
llmspell_test_queued_bytes -0.5
# TYPE llmspell_test_request_seconds histogram
# UNIT llmspell_test_request_seconds seconds
# HELP llmspell_test_request_seconds Time
llmspell_test_request_seconds_bucket{le="0.5"} 1
llmspell_test_request_seconds_bucket{le="1.0"} 2
llmspell_test_request_seconds_bucket{le="+Inf"} 3
llmspell_test_request_seconds_sum 4
llmspell_test_request_seconds_count 3
# EOF
`,
  );
});

Deno.test("writePrometheus() spells numbers that are no decimals, and large ones", () => {
  const text = [NaN, Infinity, -Infinity, 1e21, 1e-7].map((value) =>
    writePrometheus([{
      name: "x",
      help: "X",
      type: "gauge",
      samples: [{ labels: {}, value }],
    }]).trimEnd().split(" ").at(-1)
  );
  assert.deepEqual(text, ["NaN", "+Inf", "-Inf", "1e+21", "1e-7"]);
});

Deno.test("writePrometheus() writes an absent label as empty and leaves strange ones out", () => {
  const [metric] = [{
    name: "x",
    help: "X",
    type: "gauge" as const,
    labels: ["a"],
    samples: [{ labels: { b: "2" }, value: 1 }],
  }];
  assert.match(writePrometheus([metric!]), /^x\{a=""\} 1$/m);
});

Deno.test("writePrometheus() throws TypeError for names that no parser takes", () => {
  const sample = { labels: { "a-b": "1" }, value: 1 };
  const metric = { help: "X", type: "gauge" as const, samples: [sample] };
  assert.throws(() => writePrometheus([{ ...metric, name: "a b" }]), TypeError);
  assert.throws(() => writePrometheus([{ ...metric, name: "ab" }]), TypeError);
});

Deno.test("writeOpenMetrics() throws TypeError for a counter without _total", () => {
  const metric = { name: "x", help: "X", type: "counter" as const, samples: [] };
  assert.throws(() => writeOpenMetrics([metric]), TypeError);
});
