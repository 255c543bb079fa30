// SPDX-License-Identifier: Apache-2.0 OR MIT
// What lib/observe writes is read by the parsers of Prometheus' own client, for any label values and numbers.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { MetricRegistry, writeOpenMetrics, writePrometheus } from "../../lib/observe/mod.ts";
import { ensurePython } from "../../tools/setup.ts";

/** A metric as the parser found it. */
interface Family {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly unit: string;
  readonly samples: readonly [
    name: string,
    labels: Record<string, string>,
    value: number | string,
  ][];
}

async function parse(format: "prometheus" | "openmetrics", text: string): Promise<Family[]> {
  const { python } = await ensurePython();
  const script = fileURLToPath(new URL("metrics_text.py", import.meta.url));
  const child = new Deno.Command(python, {
    args: [script, format],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const output = child.output();
  await new Blob([text]).stream().pipeTo(child.stdin);
  const { success, stdout, stderr } = await output;
  assert.ok(success, `${new TextDecoder().decode(stderr)}\n${text}`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** A registry with every kind of metric, and the samples it holds by metric, labels and value. */
function filled(): { registry: MetricRegistry; values: string[] } {
  const registry = new MetricRegistry();
  const gauge = registry.gauge({
    name: "llmspell_test_size_bytes",
    help: 'Back\\slash, "quotes" and\nline',
    labels: ["kind"],
  });
  const values = [
    ...fc.sample(fc.string({ unit: "binary" }), { numRuns: 100, seed: 4 }),
    ...['a"b', "a\\b", "a\nb", "a\\nb", "", " ", "é", "😀", 'x="1",y="2"', "}"],
  ].filter((value) => value.isWellFormed());
  for (const [at, kind] of values.entries()) gauge.set(at / 3, { kind });
  registry.counter({ name: "llmspell_test_events_total", help: "Events" }).increment({}, 7);
  const seconds = registry.histogram({ name: "llmspell_test_request_seconds", help: "Time" });
  for (const value of [0.0001, 0.3, 99]) seconds.observe(value);
  return { registry, values: [...new Set(values)] };
}

for (const format of ["prometheus", "openmetrics"] as const) {
  Deno.test(`metrics in the format ${format} are read by Prometheus' client with every label and value`, async () => {
    const { registry, values } = filled();
    const write = format === "prometheus" ? writePrometheus : writeOpenMetrics;
    const families = await parse(format, write(registry.snapshot()));
    const family = (name: string): Family => {
      const found = families.find((family) => family.name === name);
      return found ?? assert.fail(`no ${name} in ${families.map(({ name }) => name)}`);
    };
    const gauge = family("llmspell_test_size_bytes");
    assert.equal(gauge.type, "gauge");
    assert.equal(gauge.help, 'Back\\slash, "quotes" and\nline');
    assert.equal(gauge.unit, format === "openmetrics" ? "bytes" : "");
    assert.deepEqual(gauge.samples.map(([, { kind }]) => kind), values);
    assert.deepEqual(family("llmspell_test_events").samples, [
      ["llmspell_test_events_total", {}, 7],
    ]);
    const histogram = family("llmspell_test_request_seconds");
    assert.equal(histogram.type, "histogram");
    const buckets = histogram.samples.filter(([name]) => name.endsWith("_bucket"));
    assert.deepEqual(buckets.at(-1)?.slice(1), [{ le: "+Inf" }, 3]);
    assert.deepEqual(histogram.samples.find(([name]) => name.endsWith("_count"))?.[2], 3);
  });
}
