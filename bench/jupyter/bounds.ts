// SPDX-License-Identifier: Apache-2.0 OR MIT
// The bounds llmspell has to hold, judged on one run.

import type { KernelFindings } from "./findings.ts";
import { failed, figure } from "./measures.ts";

/** A bound: a figure against a peer's, or against a fixed limit in milliseconds. */
export type Bound =
  & { readonly title: string; readonly measure: string }
  & (
    | { readonly kind: "at most"; readonly peer: string; readonly ratio: number }
    | { readonly kind: "at least"; readonly peer: string; readonly ratio: number }
    | { readonly kind: "under"; readonly limitMs: number }
  );

/** What became of a bound. */
export interface Verdict {
  readonly kernel: string;
  readonly bound: Bound;
  readonly outcome: "held" | "missed" | "not judged";
  /** llmspell's figure over the peer's, or the figure in milliseconds. */
  readonly value: number | undefined;
}

/** Every bound, in the order shown. The strict figure is judged where p50 and a worst case exist. */
export const bounds: readonly Bound[] = [
  atMost("no-op to reply, p50", "noop", "ipykernel", 0.25),
  atMost("no-op to reply, p50", "noop", "xeus-python", 1),
  atLeast("executions, 8 clients", "executions_8", "xeus-python", 1),
  atMost("start to first reply, median", "start", "ipykernel", 0.6),
  atLeast("printed lines", "flood", "ipykernel", 1),
  { title: "interrupt of a loop, max", measure: "interrupt_max", kind: "under", limitMs: 10 },
  { title: "control in a loop, p99", measure: "control_p99", kind: "under", limitMs: 2 },
];

/** Judges every bound for every llmspell kernel of a run. */
export function judge(kernels: readonly KernelFindings[]): Verdict[] {
  return subjects(kernels).flatMap((kernel) =>
    bounds.map((bound) => verdict(kernel, bound, kernels))
  );
}

/** The kernels that are llmspell's own. */
export function subjects(kernels: readonly KernelFindings[]): KernelFindings[] {
  return kernels.filter((kernel) => kernel.name.startsWith("llmspell"));
}

/** A ratio of two figures, `undefined` where one is missing or the second is 0. */
export function ratio(over: number | undefined, under: number | undefined): number | undefined {
  return over === undefined || under === undefined || under === 0 ? undefined : over / under;
}

function verdict(
  kernel: KernelFindings,
  bound: Bound,
  kernels: readonly KernelFindings[],
): Verdict {
  const own = failed(kernel, bound.measure) ? undefined : figure(kernel, bound.measure);
  if (bound.kind === "under") return decided(kernel, bound, own, own, bound.limitMs);
  const peer = kernels.find((one) => one.name === bound.peer);
  const value = ratio(own, peer && figure(peer, bound.measure));
  return bound.kind === "at most"
    ? decided(kernel, bound, value, value, bound.ratio)
    : decided(kernel, bound, value, ratio(1, value), 1 / bound.ratio);
}

function decided(
  kernel: KernelFindings,
  bound: Bound,
  value: number | undefined,
  smaller: number | undefined,
  limit: number,
): Verdict {
  const held = smaller !== undefined &&
    (bound.kind === "under" ? smaller < limit : smaller <= limit);
  const outcome = smaller === undefined ? "not judged" : held ? "held" : "missed";
  return { kernel: kernel.name, bound, outcome, value };
}

function atMost(title: string, measure: string, peer: string, limit: number): Bound {
  return { title, measure, kind: "at most", peer, ratio: limit };
}

function atLeast(title: string, measure: string, peer: string, limit: number): Bound {
  return { title, measure, kind: "at least", peer, ratio: limit };
}
