// SPDX-License-Identifier: Apache-2.0 OR MIT
// The budgets llmspell has to hold, judged on one run by its worst samples.

import type { ProgramFindings } from "./findings.ts";
import { figure, type Measure, measures } from "./measures.ts";

/** What became of a limit. */
export type Outcome = "held" | "missed" | "not judged";

/** What became of a row's budget. */
export interface Verdict {
  readonly measure: Measure;
  /** The worst sample. */
  readonly worst: number | undefined;
  readonly required: Outcome;
  /** Absent where there is no aim. */
  readonly aim: Outcome | undefined;
}

/** Judges every budget. What failed at any time is not judged, nor is what has no sample. */
export function judge(program: ProgramFindings): Verdict[] {
  return measures.flatMap((measure) => {
    const { id, group, budget } = measure;
    if (budget === undefined) return [];
    const worst = group in program.missing ? undefined : figure(program.samples, id)?.worst;
    return [{
      measure,
      worst,
      required: outcome(worst, budget.required),
      aim: budget.aim === undefined ? undefined : outcome(worst, budget.aim),
    }];
  });
}

/** A limit is held by what is under it. */
function outcome(worst: number | undefined, limit: number): Outcome {
  if (worst === undefined) return "not judged";
  return worst < limit ? "held" : "missed";
}
