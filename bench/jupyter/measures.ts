// SPDX-License-Identifier: Apache-2.0 OR MIT
// The rows of the tables: which samples, combined how, in which unit.

import { type Combine, combine, type KernelFindings } from "./findings.ts";

/** A row. */
export interface Measure {
  readonly id: string;
  readonly title: string;
  /** Name of the samples. */
  readonly samples: string;
  readonly combine: Combine;
  /** `x` for a ratio. */
  readonly unit: "ms" | "/s" | "MB" | "x";
  /** Group the client takes it in; says why it may be missing. */
  readonly group: string;
}

/** All rows in the order shown. A p50 or p99 is that of a round; of several rounds the median. */
export const measures: readonly Measure[] = [
  row("start_min", "start to first reply, min", "start_ms", "start", "min"),
  row("start", "start to first reply, median", "start_ms", "start"),
  row("kernel_info", "kernel_info, p50", "kernel_info_p50_ms", "kernel_info"),
  row("kernel_info_p99", "kernel_info, p99", "kernel_info_p99_ms", "kernel_info"),
  row("noop", "no-op to reply, p50", "noop_reply_p50_ms", "noop"),
  row("noop_p99", "no-op to reply, p99", "noop_reply_p99_ms", "noop"),
  row("noop_idle", "no-op to reply and idle, p50", "noop_idle_p50_ms", "noop"),
  row("noop_idle_p99", "no-op to reply and idle, p99", "noop_idle_p99_ms", "noop"),
  row("executions_1", "executions, 1 client", "executions_1_per_s", "executions_1"),
  row("executions_8", "executions, 8 clients", "executions_8_per_s", "executions_8"),
  row("flood", "printed lines", "flood_lines_per_s", "flood"),
  row("display", "display of 1 MB, p50", "display_1mb_p50_ms", "display"),
  row("interrupt", "interrupt of a loop, p50", "interrupt_ms", "interrupt"),
  row("interrupt_max", "interrupt of a loop, max", "interrupt_ms", "interrupt", "max"),
  row("control", "control in a loop, p50", "control_spin_p50_ms", "control_spin"),
  row("control_p99", "control in a loop, p99", "control_spin_p99_ms", "control_spin"),
  row("rss_idle", "RSS idle", "rss_idle_mb", "idle_memory"),
  row("pss_idle", "PSS idle", "pss_idle_mb", "idle_memory"),
  row("rss_after", "RSS after the run", "rss_after_mb", "after_memory"),
  row("pss_after", "PSS after the run", "pss_after_mb", "after_memory"),
];

/** A kernel's figure for a row, from the rounds that have one; `undefined` when none has. */
export function figure(kernel: KernelFindings, id: string): number | undefined {
  const measure = measures.find((one) => one.id === id);
  return measure && combine(kernel.samples[measure.samples] ?? [], measure.combine);
}

/** True when the row's measure failed in any round. */
export function failed(kernel: KernelFindings, id: string): boolean {
  const group = measures.find((one) => one.id === id)?.group;
  return group !== undefined && group in kernel.missing;
}

/** A row; its unit is what the name of its samples ends in. */
export function row(
  id: string,
  title: string,
  samples: string,
  group: string,
  how: Combine = "median",
): Measure {
  return { id, title, samples, combine: how, unit: unitOf(samples), group };
}

function unitOf(samples: string): Measure["unit"] {
  if (samples.endsWith("_ms")) return "ms";
  if (samples.endsWith("_mb")) return "MB";
  return samples.endsWith("_ratio") ? "x" : "/s";
}
