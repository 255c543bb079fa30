// SPDX-License-Identifier: Apache-2.0 OR MIT
// The metric registry: counts in memory, read as a snapshot.

import type { Counter, Gauge, Histogram, Labels, Metrics, MetricSpec } from "../contracts/mod.ts";

/** Upper bounds of a histogram's buckets, in the metric's unit. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** One series of a metric at one moment. */
export interface Sample {
  /** Values as first given for the series; empty when the metric has no labels. */
  readonly labels: Labels;
  /** Value of a counter or gauge; sum of a histogram. */
  readonly value: number;
  /** Histograms: observations, and how many were at most each bucket's bound. */
  readonly count?: number;
  /** Histograms: cumulative counts by bound, in rising order of the bounds. */
  readonly buckets?: readonly (readonly [bound: number, count: number])[];
}

/** A metric with its series. */
export interface MetricSnapshot extends MetricSpec {
  /** Kind it was first asked for as. */
  readonly type: "counter" | "gauge" | "histogram";
  /** In the order in which the series first occurred. */
  readonly samples: readonly Sample[];
}

interface Series {
  readonly labels: Labels;
  value: number;
  count: number;
  readonly buckets: number[];
}

class Metric implements Counter, Gauge, Histogram {
  readonly #series = new Map<string, Series>();

  constructor(readonly spec: MetricSpec, readonly type: MetricSnapshot["type"]) {}

  increment(labels: Labels = {}, by = 1): void {
    if (by < 0) throw new RangeError(`Cannot count down ${this.spec.name}: by ${by}`);
    this.#at(labels).value += by;
  }

  set(value: number, labels: Labels = {}): void {
    this.#at(labels).value = value;
  }

  observe(value: number, labels: Labels = {}): void {
    const series = this.#at(labels);
    series.value += value;
    series.count++;
    const bucket = BUCKETS.findIndex((bound) => value <= bound);
    if (bucket >= 0) series.buckets[bucket] = (series.buckets[bucket] ?? 0) + 1;
  }

  samples(): Sample[] {
    return [...this.#series.values()].map((series) => this.#sample(series));
  }

  #sample({ labels, value, count, buckets }: Series): Sample {
    if (this.type !== "histogram") return { labels, value };
    let sum = 0;
    return {
      labels,
      value,
      count,
      buckets: BUCKETS.map((bound, at) => [bound, sum += buckets[at] ?? 0] as const),
    };
  }

  #at(labels: Labels): Series {
    let key = "";
    for (const name of this.spec.labels ?? []) key += `${labels[name] ?? ""}\u0000`;
    let series = this.#series.get(key);
    if (!series) this.#series.set(key, series = { labels, value: 0, count: 0, buckets: [] });
    return series;
  }
}

/**
 * A `Metrics` that keeps its counts in memory.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const registry = new MetricRegistry();
 * const spec = { name: "llmspell_jupyter_messages_total", help: "Messages", labels: ["channel"] };
 * registry.counter(spec).increment({ channel: "shell" });
 * assert.equal(registry.snapshot()[0]?.samples[0]?.value, 1);
 * ```
 */
export class MetricRegistry implements Metrics {
  readonly #metrics = new Map<string, Metric>();

  /**
   * The counter of this name, made when it is first asked for.
   *
   * @throws {TypeError} when the name is in use for another kind of metric
   */
  counter(spec: MetricSpec): Counter {
    return this.#metric(spec, "counter");
  }

  /**
   * The gauge of this name, made when it is first asked for.
   *
   * @throws {TypeError} when the name is in use for another kind of metric
   */
  gauge(spec: MetricSpec): Gauge {
    return this.#metric(spec, "gauge");
  }

  /**
   * The histogram of this name, made with fixed buckets when it is first asked for.
   *
   * @throws {TypeError} when the name is in use for another kind of metric
   */
  histogram(spec: MetricSpec): Histogram {
    return this.#metric(spec, "histogram");
  }

  /** All metrics in the order in which they were first asked for. */
  snapshot(): MetricSnapshot[] {
    return [...this.#metrics.values()].map((metric) => ({
      ...metric.spec,
      type: metric.type,
      samples: metric.samples(),
    }));
  }

  #metric(spec: MetricSpec, type: MetricSnapshot["type"]): Metric {
    let metric = this.#metrics.get(spec.name);
    if (!metric) this.#metrics.set(spec.name, metric = new Metric(spec, type));
    if (metric.type !== type) {
      throw new TypeError(`Cannot use ${spec.name} as a ${type}: it is a ${metric.type}`);
    }
    return metric;
  }
}
