// SPDX-License-Identifier: Apache-2.0 OR MIT
// The bounds llmspell has to hold in each language, judged on one run.

import type { KernelFindings } from "../jupyter/findings.ts";
import type { Measure } from "../jupyter/measures.ts";
import { allMeasures, figure } from "./measures.ts";
import type { Part } from "./plan.ts";
import { columnsOf, type Language } from "./programs.ts";
import { computations } from "./scripts.ts";

/** A bound on a row of one language, or on what its computations print. */
export interface Bound {
  readonly language: Language;
  /** Part of a round in which it is measured. */
  readonly part: Part;
  readonly title: string;
  /** `undefined` where it is about results, which are right or wrong. */
  readonly limit: Limit | undefined;
}

/** A figure has to be under this. */
export interface Limit {
  readonly measure: Measure;
  readonly under: number;
}

/** What became of a bound. */
export interface Verdict {
  readonly bound: Bound;
  readonly outcome: "held" | "missed" | "not judged";
  /** In the row's unit. */
  readonly value: number | undefined;
}

/** Every bound on a language, in the order shown. */
export function boundsOn(language: Language): readonly Bound[] {
  const bound = (part: Part, title: string, limit: Limit | undefined): Bound => (
    { language, part, title, limit }
  );
  return [
    bound("cpu", "results agree with the peer's", undefined),
    ...(language === "lua"
      ? [bound("session", "new session, engine kept warm, max", under("session_warm_max", 100))]
      : []),
    bound("beside", "no-op beside a loop, p50, over alone", under("noop_ratio", 3)),
    bound("beside", "interrupt beside a loop, p50, more by", under("interrupt_more", 10)),
    bound("beside", "interrupt beside a loop, max, more by", under("interrupt_max_more", 10)),
  ];
}

/** Judges the bounds on the languages and parts that were measured. */
export function judge(
  programs: readonly KernelFindings[],
  languages: readonly Language[],
  parts: readonly Part[],
): Verdict[] {
  return languages.flatMap(boundsOn)
    .filter(({ part }) => parts.includes(part))
    .map((bound) => verdict(bound, programs));
}

/** True when every bound is held; one that could not be judged is not. */
export function allHeld(verdicts: readonly Verdict[]): boolean {
  return verdicts.every(({ outcome }) => outcome === "held");
}

function verdict(bound: Bound, programs: readonly KernelFindings[]): Verdict {
  const columns = columnsOf(bound.language);
  const [own, peer] = columns.map((name) => programs.find((one) => one.name === name));
  const { limit } = bound;
  if (limit === undefined) {
    const found = [own, peer].filter((one) => one !== undefined);
    return { bound, outcome: agreement(found), value: undefined };
  }
  const failed = own === undefined || limit.measure.group in own.missing;
  const value = failed ? undefined : figure(own, limit.measure);
  const outcome = value === undefined ? "not judged" : value < limit.under ? "held" : "missed";
  return { bound, outcome, value };
}

/** The client takes no time of a computation that printed something else than it has to. */
function agreement(programs: readonly KernelFindings[]): Verdict["outcome"] {
  const groups = Object.keys(computations).map((name) => `cpu_${name}`);
  const reasons = programs.flatMap(({ missing }) => groups.map((group) => missing[group] ?? ""));
  if (reasons.some((reason) => reason.startsWith("wrong result"))) return "missed";
  const all = programs.length === 2 &&
    programs.every(({ samples, missing }) =>
      groups.every((group) => `${group}_ms` in samples && !(group in missing))
    );
  return all ? "held" : "not judged";
}

function under(id: string, limit: number): Limit {
  const measure = allMeasures.find((one) => one.id === id);
  if (measure === undefined) throw new RangeError(`Cannot set a limit on "${id}": no such row`);
  return { measure, under: limit };
}
