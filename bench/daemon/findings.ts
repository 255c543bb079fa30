// SPDX-License-Identifier: Apache-2.0 OR MIT
// What was found in one run.

import type { Samples } from "../jupyter/findings.ts";

/** Everything found in one run. */
export interface Findings {
  readonly machine: Machine;
  /** What the benchmark itself costs. */
  readonly floor: Samples;
  /** The program, then its peers. */
  readonly programs: readonly ProgramFindings[];
}

/** The machine of a run. */
export interface Machine {
  readonly system: string;
  readonly cpu: string;
  readonly cores: number;
  /** Load averages of 1, 5 and 15 minutes before the run. */
  readonly load: readonly number[];
  /** The same after the run. */
  readonly loadAfter: readonly number[];
  /** Folder that held the programs' files. */
  readonly files: string;
}

/** What was found about one program. */
export interface ProgramFindings {
  readonly name: string;
  /** What it says of its version. */
  readonly version: string;
  readonly samples: Samples;
  /** Why a group of measures could not be taken, by group. */
  readonly missing: Readonly<Record<string, string>>;
}
