// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the log counts of itself.

import type { Counter, Labels, Metrics } from "../contracts/mod.ts";
import { logLevels, type LogThreshold } from "./log_entry.ts";

/** Metrics of the log. */
export class LogMetrics {
  readonly #records: Counter;
  readonly #failures: Counter;
  readonly #rotations: Counter;
  readonly #levels: ReadonlyMap<LogThreshold, Labels>;

  /** @param metrics registry that keeps them */
  constructor(metrics: Metrics) {
    this.#records = metrics.counter({
      name: "llmspell_log_records_total",
      help: "Records written to the log, by level",
      labels: ["level"],
    });
    this.#failures = metrics.counter({
      name: "llmspell_log_failed_total",
      help: "Records that one of the log's targets did not take, by target",
      labels: ["target"],
    });
    this.#rotations = metrics.counter({
      name: "llmspell_log_rotations_total",
      help: "Times this process rotated its log file",
    });
    this.#levels = new Map(logLevels.map((level) => [level, Object.freeze({ level })]));
  }

  /** A record was written. */
  recorded(level: LogThreshold): void {
    this.#records.increment(this.#levels.get(level));
  }

  /** A target did not take a record. */
  failed(target: "file" | "syslog" | "journal"): void {
    this.#failures.increment({ target });
  }

  /** The log file was rotated. */
  rotated(): void {
    this.#rotations.increment();
  }
}
