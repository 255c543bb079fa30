// SPDX-License-Identifier: Apache-2.0 OR MIT
// Metrics as text that monitoring systems read: Prometheus' own format 0.0.4, and OpenMetrics 1.0.0.

import type { Labels } from "../contracts/mod.ts";
import type { MetricSnapshot, Sample } from "./metrics.ts";

/** `Content-Type` of what `writePrometheus` writes. */
export const prometheusType = "text/plain; version=0.0.4; charset=utf-8";

/** `Content-Type` of what `writeOpenMetrics` writes. */
export const openMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/** Units that OpenMetrics may announce because names end in them. */
const UNITS = ["seconds", "bytes", "ratio", "celsius", "joules", "volts", "amperes", "grams"];

/** How one of the two formats spells what they do not agree on. */
interface Dialect {
  /** Name in the lines about the metric, which OpenMetrics wants without a counter's `_total`. */
  family(metric: MetricSnapshot): string;
  escapeHelp(text: string): string;
  number(value: number): string;
  bound(value: number): string;
  /** Further lines about the metric. */
  more(metric: MetricSnapshot): string;
}

const prometheus: Dialect = {
  family: ({ name }) => name,
  escapeHelp: (text) => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n"),
  number: numeral,
  bound: numeral,
  more: () => "",
};

const openMetrics: Dialect = {
  family: ({ name, type }) => type === "counter" ? name.replace(/_total$/, "") : name,
  escapeHelp: escapeLabel,
  number: numeral,
  // "1" and "1.0" would be two series; the specification wants the form of a float.
  bound: (value) => Number.isInteger(value) ? value.toFixed(1) : numeral(value),
  more: (metric) => {
    const family = openMetrics.family(metric);
    const unit = UNITS.find((unit) => family.endsWith(`_${unit}`));
    return unit === undefined ? "" : `# UNIT ${family} ${unit}\n`;
  },
};

/**
 * Writes metrics in Prometheus' text format 0.0.4. Metrics without series are left out.
 *
 * @throws {TypeError} when a name or a label cannot be written
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const samples = [{ labels: { kind: "a" }, value: 2 }];
 * const text = writePrometheus([{ name: "x_total", help: "Xs", type: "counter", samples }]);
 * assert.equal(text, '# HELP x_total Xs\n# TYPE x_total counter\nx_total{kind="a"} 2\n');
 * ```
 */
export function writePrometheus(metrics: readonly MetricSnapshot[]): string {
  return metrics.map((metric) => writeMetric(metric, prometheus)).join("");
}

/**
 * Writes metrics in OpenMetrics 1.0.0, with their units. Metrics without series are left out.
 *
 * @throws {TypeError} when a name or a label cannot be written, or a counter does not end in `_total`
 * @see https://prometheus.io/docs/specs/om/open_metrics_spec/
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const samples = [{ labels: {}, value: 2 }];
 * const text = writeOpenMetrics([{ name: "x_total", help: "Xs", type: "counter", samples }]);
 * assert.equal(text, "# TYPE x counter\n# HELP x Xs\nx_total 2\n# EOF\n");
 * ```
 */
export function writeOpenMetrics(metrics: readonly MetricSnapshot[]): string {
  const stray = metrics.find(({ type, name }) => type === "counter" && !name.endsWith("_total"));
  if (stray !== undefined) {
    throw new TypeError(`Cannot write metric "${stray.name}": a counter's name ends in "_total"`);
  }
  return metrics.map((metric) => writeMetric(metric, openMetrics)).join("") + "# EOF\n";
}

function writeMetric(metric: MetricSnapshot, dialect: Dialect): string {
  const { name, type, samples } = metric;
  if (samples.length === 0) return "";
  if (!/^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name)) {
    throw new TypeError(`Cannot write metric "${name}": not a metric's name`);
  }
  const family = dialect.family(metric);
  const about = `# TYPE ${family} ${type}\n`;
  const help = `# HELP ${family} ${dialect.escapeHelp(metric.help)}\n`;
  const head = dialect === prometheus ? help + about : about + dialect.more(metric) + help;
  return head + samples.map((sample) => writeSample(metric, sample, dialect)).join("");
}

function writeSample({ name, type, labels }: MetricSnapshot, sample: Sample, dialect: Dialect) {
  const own = Object.fromEntries(
    (labels ?? []).map((label) => [label, sample.labels[label] ?? ""]),
  );
  const given = labels === undefined ? sample.labels : own;
  const line = (suffix: string, value: number, more: Labels = {}): string =>
    `${name}${suffix}${writeLabels({ ...given, ...more })} ${dialect.number(value)}\n`;
  if (type !== "histogram") return line("", sample.value);
  const { buckets = [], count = 0 } = sample;
  return buckets.map(([bound, count]) => line("_bucket", count, { le: dialect.bound(bound) }))
    .join("") +
    line("_bucket", count, { le: "+Inf" }) + line("_sum", sample.value) + line("_count", count);
}

function writeLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => {
    if (/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) return `${name}="${escapeLabel(value)}"`;
    throw new TypeError(`Cannot write label "${name}": not a label's name`);
  });
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

/** A lone surrogate has no UTF-8 form, so it becomes U+FFFD as everywhere. */
function escapeLabel(text: string): string {
  return text.toWellFormed().replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll(
    '"',
    '\\"',
  );
}

function numeral(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  return Number.isFinite(value) ? String(value) : value > 0 ? "+Inf" : "-Inf";
}
