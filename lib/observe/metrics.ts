// SPDX-License-Identifier: Apache-2.0 OR MIT
// The metric registry: counts in memory, read as a snapshot.

import type { Counter, Gauge, Histogram, Labels, Metrics, MetricSpec } from "../contracts/mod.ts";

/** Upper bounds of a histogram's buckets where its specification names none, in the metric's unit. */
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
export interface MetricSnapshot extends Omit<MetricSpec, "buckets"> {
  /** Kind it was first asked for as. */
  readonly type: "counter" | "gauge" | "histogram";
  /** In the order in which the series first occurred. */
  readonly samples: readonly Sample[];
}

/** Reads figures that nobody counts, such as the memory in use; sets gauges, or returns whole metrics. */
export type Collector = () => readonly MetricSnapshot[] | void;

interface Series {
  readonly labels: Labels;
  value: number;
  count: number;
  readonly buckets: number[];
}

class Metric implements Counter, Gauge, Histogram {
  readonly #series = new Map<string, Series>();
  readonly #bounds: readonly number[];

  constructor(readonly spec: MetricSpec, readonly type: MetricSnapshot["type"]) {
    this.#bounds = spec.buckets ?? BUCKETS;
    if (this.#bounds.some((bound, at) => at > 0 && !(bound > this.#bounds[at - 1]!))) {
      throw new RangeError(`Cannot make ${spec.name}: buckets ${this.#bounds} do not rise`);
    }
  }

  increment(labels: Labels = {}, by = 1): void {
    if (!(by >= 0)) throw new RangeError(`Cannot count down ${this.spec.name}: by ${by}`);
    this.#at(labels).value += by;
  }

  set(value: number, labels: Labels = {}): void {
    this.#at(labels).value = value;
  }

  observe(value: number, labels: Labels = {}): void {
    const series = this.#at(labels);
    series.value += value;
    series.count++;
    const bucket = this.#bounds.findIndex((bound) => value <= bound);
    if (bucket >= 0) series.buckets[bucket] = (series.buckets[bucket] ?? 0) + 1;
  }

  snapshot(): MetricSnapshot {
    const { buckets: _, ...spec } = this.spec;
    const samples = [...this.#series.values()].map((series) => this.#sample(series));
    return { ...spec, type: this.type, samples };
  }

  #sample({ labels, value, count, buckets }: Series): Sample {
    if (this.type !== "histogram") return { labels, value };
    let sum = 0;
    return {
      labels,
      value,
      count,
      buckets: this.#bounds.map((bound, at) => [bound, sum += buckets[at] ?? 0] as const),
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
  readonly #collectors = new Set<Collector>();

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
   * The histogram of this name, made when it is first asked for.
   *
   * @throws {TypeError} when the name is in use for another kind of metric
   * @throws {RangeError} when its buckets do not rise
   */
  histogram(spec: MetricSpec): Histogram {
    return this.#metric(spec, "histogram");
  }

  /**
   * Has `collector` called at each snapshot, until the result is disposed. Metrics it returns stand behind the
   * registry's own; a name must not occur twice.
   */
  collect(collector: Collector): Disposable {
    this.#collectors.add(collector);
    return { [Symbol.dispose]: () => void this.#collectors.delete(collector) };
  }

  /** All metrics in the order in which they were first asked for, then what collectors returned. */
  snapshot(): MetricSnapshot[] {
    const collected = [...this.#collectors].flatMap((collector) => collector() ?? []);
    return [...[...this.#metrics.values()].map((metric) => metric.snapshot()), ...collected];
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
