// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a room needs to count and to time; the registry behind it is `lib/observe`.

/** Labels from closed sets only. */
export type Labels = Readonly<Record<string, string>>;

/** A value that only grows. */
export interface Counter {
  increment(labels?: Labels, by?: number): void;
}

/** A value that goes up and down. */
export interface Gauge {
  set(value: number, labels?: Labels): void;
}

/** A distribution, in the unit its name says. */
export interface Histogram {
  observe(value: number, labels?: Labels): void;
}

/** Name, help text and labels of a metric: `llmspell_<room>_<what>_<unit>`. */
export interface MetricSpec {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
}

/** Makes metrics. The same name twice gives the same metric. */
export interface Metrics {
  counter(spec: MetricSpec): Counter;
  gauge(spec: MetricSpec): Gauge;
  histogram(spec: MetricSpec): Histogram;
}
