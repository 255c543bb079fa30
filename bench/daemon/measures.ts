// SPDX-License-Identifier: Apache-2.0 OR MIT
// The rows of the table: what is measured, in which unit, against which budget. Lower is better in all of them.

import { combine, type Samples } from "../jupyter/findings.ts";

/** A row. */
export interface Measure {
  /** Names its samples too. */
  readonly id: string;
  readonly title: string;
  readonly unit: "ms" | "MB" | "%";
  /** Group it is taken in; says why it may be missing. */
  readonly group: string;
  /** What its worst sample has to be under; absent where nothing is asked. */
  readonly budget: Budget | undefined;
}

/** Limits in the row's unit. */
export interface Budget {
  readonly required: number;
  readonly aim: number | undefined;
}

const start = budget(2_000, 500);
const signal = budget(100, 10);
const rotation = budget(100, 20);

/** All rows in the order shown. A p50 or p99 is that of a round; all others have a sample for each time. */
export const measures: readonly Measure[] = [
  row("version", "--version", "ms", "version", budget(150, 60)),
  row("start_exit", "start --daemon, to its exit", "ms", "start", start),
  row("start_reply", "start --daemon, to a first reply", "ms", "start", start),
  row("start_cold", "start --daemon after install", "ms", "cold start", start),
  row("sigterm", "SIGTERM: process gone", "ms", "SIGTERM", signal),
  row("sigterm_early", "SIGTERM just after the start", "ms", "early SIGTERM", signal),
  row("sigint", "SIGINT: endless loop answered", "ms", "SIGINT", signal),
  row("sighup", "SIGHUP: log opened anew", "ms", "SIGHUP", signal),
  row("sigusr1", "SIGUSR1: new setting logged", "ms", "SIGUSR1", signal),
  row("sigusr2", "SIGUSR2: dump file complete", "ms", "SIGUSR2", signal),
  row("pid_p50", "PID check, p50", "ms", "PID check"),
  row("pid_p99", "PID check, p99", "ms", "PID check", budget(10, 1)),
  row("status", "kernel status", "ms", "status"),
  row("stop", "kernel stop", "ms", "stop"),
  row("health_p50", "health report, p50", "ms", "health"),
  row("health_p99", "health report, p99", "ms", "health"),
  row("rotation", "rotation of 10 MB: the write", "ms", "rotation", rotation),
  row("rotation_lag", "rotation of 10 MB: event loop", "ms", "rotation", rotation),
  row("cpu_idle", "CPU idle, of one core", "%", "idle", budget(0.5)),
  row("rss_idle", "RSS idle", "MB", "idle"),
  row("rss_bare", "RSS idle, Jupyter alone", "MB", "idle"),
  row("rss_services", "RSS idle, all services over it", "MB", "idle", budget(50, 20)),
];

/** A row's figures. */
export interface Figure {
  readonly median: number;
  readonly worst: number;
}

/** A row's figures out of all samples; `undefined` for none. */
export function figure(samples: Samples, id: string): Figure | undefined {
  const taken = samples[id] ?? [];
  const [median, worst] = [combine(taken, "median"), combine(taken, "max")];
  return median === undefined || worst === undefined ? undefined : { median, worst };
}

/** A figure as the table shows it, with the digits that matter. */
export function formatFigure(value: number, unit: Measure["unit"]): string {
  if (unit === "MB") return value.toFixed(1);
  if (unit === "%" || value >= 100) return value.toFixed(unit === "%" ? 2 : 0);
  return value.toFixed(value < 1 ? 3 : 2);
}

function row(
  id: string,
  title: string,
  unit: Measure["unit"],
  group: string,
  limits?: Budget,
): Measure {
  return { id, title, unit, group, budget: limits };
}

function budget(required: number, aim?: number): Budget {
  return { required, aim };
}
