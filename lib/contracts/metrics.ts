// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a room needs to count and to time; the registry behind it is `lib/observe`.

/** Labels from closed sets only. */
export type Labels = Readonly<Record<string, string>>;

/** A value that only grows. */
export interface Counter {
  /** Adds `by`, 0 or more and 1 when absent, to the series of these labels. */
  increment(labels?: Labels, by?: number): void;
}

/** A value that goes up and down. */
export interface Gauge {
  /** Replaces the value of the series of these labels. */
  set(value: number, labels?: Labels): void;
}

/** A distribution, in the unit its name says. */
export interface Histogram {
  /** Adds one observation to the series of these labels. */
  observe(value: number, labels?: Labels): void;
}

/** Name, help text and labels of a metric: `llmspell_<room>_<what>_<unit>`. */
export interface MetricSpec {
  /** Unique in the registry: `llmspell_jupyter_messages_total`. */
  readonly name: string;
  /** One sentence for operators, shown beside the figures. */
  readonly help: string;
  /** Names that tell its series apart; absent when it has one series only. */
  readonly labels?: readonly string[];
  /** Histograms: upper bounds of the buckets in rising order; 0.5 ms to 10 s when absent. */
  readonly buckets?: readonly number[];
}

/** Makes metrics. The same name twice gives the same metric. */
export interface Metrics {
  /**
   * The counter of this name, made when it is first asked for.
   *
   * @throws {TypeError} when the name is in use for another kind of metric
   */
  counter(spec: MetricSpec): Counter;
  /**
   * The gauge of this name, made when it is first asked for.
   *
   * @throws {TypeError} when the name is in use for another kind of metric
   */
  gauge(spec: MetricSpec): Gauge;
  /**
   * The histogram of this name, made when it is first asked for.
   *
   * @throws {TypeError} when the name is in use for another kind of metric
   */
  histogram(spec: MetricSpec): Histogram;
}
