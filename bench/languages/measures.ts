// SPDX-License-Identifier: Apache-2.0 OR MIT
// The rows of the tables: which samples, combined how, in which unit.

import { combine, type KernelFindings } from "../jupyter/findings.ts";
import { type Measure, row } from "../jupyter/measures.ts";
import { computations } from "./scripts.ts";

/** What it costs to use a language; peers have these rows too, as far as they have the thing. */
export const measures: readonly Measure[] = [
  row("start", "start, to kernel_info", "start_ms", "start"),
  row("first", "start, to a first result", "first_ms", "start"),
  row("noop", "no-op to reply, p50", "noop_reply_p50_ms", "noop"),
  row("noop_p99", "no-op to reply, p99", "noop_reply_p99_ms", "noop"),
  row("flood", "printed lines", "flood_lines_per_s", "flood"),
  ...Object.keys(computations).map((name) =>
    row(`cpu_${name}`, `CPU: ${name}`, `cpu_${name}_ms`, `cpu_${name}`)
  ),
  row("run_cold", "script, to its output, cold", "run_cold_ms", "run"),
  row("run_warm", "script, to its output, warm", "run_warm_ms", "run"),
  row("run_end", "script, to its end, warm", "run_warm_end_ms", "run"),
  ...["rss", "pss"].flatMap((kind) => [
    ...[1, 2, 10].map((count) =>
      row(
        `sessions_${count}_${kind}`,
        `${kind.toUpperCase()}, ${count} session${count === 1 ? "" : "s"}`,
        `sessions_${count}_${kind}_mb`,
        "memory",
      )
    ),
    row(
      `sessions_more_${kind}`,
      `${kind.toUpperCase()}, each further one`,
      `sessions_more_${kind}_mb`,
      "memory",
    ),
  ]),
];

/** What several sessions of one kernel cost; llmspell alone has these rows. */
export const sessionMeasures: readonly Measure[] = [
  row("session_cold", "new session, to a first result", "session_cold_ms", "session"),
  row("session_warm", "the same, engine kept warm", "session_warm_ms", "session"),
  row("session_warm_max", "the same, max", "session_warm_ms", "session", "max"),
  row("alone_noop", "no-op alone, p50", "alone_noop_reply_p50_ms", "beside"),
  row("beside_noop", "no-op beside a loop, p50", "beside_noop_reply_p50_ms", "beside"),
  row("noop_ratio", "ratio of the two", "beside_noop_p50_ratio", "beside"),
  row("alone_noop_p99", "no-op alone, p99", "alone_noop_reply_p99_ms", "beside"),
  row("beside_noop_p99", "no-op beside a loop, p99", "beside_noop_reply_p99_ms", "beside"),
  row("noop_p99_ratio", "ratio of the two", "beside_noop_p99_ratio", "beside"),
  row("alone_interrupt", "interrupt alone, p50", "alone_interrupt_ms", "beside"),
  row("beside_interrupt", "interrupt beside a loop, p50", "beside_interrupt_ms", "beside"),
  row("interrupt_more", "more by", "beside_interrupt_more_ms", "beside"),
  row("alone_interrupt_max", "interrupt alone, max", "alone_interrupt_ms", "beside", "max"),
  row(
    "beside_interrupt_max",
    "interrupt beside a loop, max",
    "beside_interrupt_ms",
    "beside",
    "max",
  ),
  row("interrupt_max_more", "more by", "beside_interrupt_max_more_ms", "beside"),
];

/** Steps of an engine, in their order. */
const steps: readonly (readonly [step: string, title: string])[] = [
  ["compile", "interpreter read and compiled"],
  ["worker", "Worker's runtime up"],
  ["held", "kernel's thread held by that"],
  ["modules", "engine's modules loaded"],
  ["engine", "interpreter and library made"],
  ["first", "first result"],
  ["second", "second result"],
];

/** The steps of the first or the second engine of a process. */
export function engineMeasures(number: 1 | 2): readonly Measure[] {
  return steps.map(([step, title]) =>
    row(`engine_${number}_${step}`, title, `engine_${number}_${step}_ms`, "engine")
  );
}

/** Every row there is. */
export const allMeasures: readonly Measure[] = [
  ...measures,
  ...sessionMeasures,
  ...engineMeasures(1),
  ...engineMeasures(2),
];

/** A program's figure for a row, from the rounds that have one; `undefined` when none has. */
export function figure(program: KernelFindings, measure: Measure): number | undefined {
  return combine(program.samples[measure.samples] ?? [], measure.combine);
}
