// SPDX-License-Identifier: Apache-2.0 OR MIT

import type { Counter, Histogram, Metrics } from "../contracts/mod.ts";

/** How an execution ended. */
export type ExecutionEnd = "ok" | "error" | "aborted";

/** What a kernel counts of its executions. */
export class KernelMetrics {
  readonly #executions: Counter;
  readonly #seconds: Histogram;
  readonly #output: Counter;
  readonly #engineExits: Counter;

  /** @param metrics registry that keeps them */
  constructor(metrics: Metrics) {
    this.#executions = metrics.counter({
      name: "llmspell_kernel_executions_total",
      help: "Executions by how they ended; aborted ones never ran",
      labels: ["status"],
    });
    this.#seconds = metrics.histogram({
      name: "llmspell_kernel_execution_seconds",
      help: "Time that executions ran, without their time in the queue",
    });
    this.#output = metrics.counter({
      name: "llmspell_kernel_output_characters_total",
      help: "Characters that scripts wrote, by stream",
      labels: ["stream"],
    });
    this.#engineExits = metrics.counter({
      name: "llmspell_kernel_engine_exits_total",
      help: "Engines that ended without being asked to",
    });
  }

  /** An execution ended; `seconds` is absent when it never ran. */
  executed(status: ExecutionEnd, seconds?: number): void {
    this.#executions.increment({ status });
    if (seconds !== undefined) this.#seconds.observe(seconds);
  }

  /** A script wrote. */
  wrote(stream: "stdout" | "stderr", characters: number): void {
    this.#output.increment({ stream }, characters);
  }

  /** An engine died. */
  engineExited(): void {
    this.#engineExits.increment();
  }
}
