// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the Python client is told to do. Field names are those of its own classes.

import {
  type Cells as KernelCells,
  type KernelPlan,
  type Sizes as KernelSizes,
  sizesFor as kernelSizesFor,
} from "../jupyter/plan.ts";

/** Parts of a round, in their order. */
export const parts = ["kernel", "cpu", "run", "session", "memory", "beside", "engine"] as const;

/** A part of a round. */
export type Part = (typeof parts)[number];

/** Code in a program's language, by purpose. */
export interface Cells extends Pick<KernelCells, "noop" | "flood" | "spin"> {
  /** What a fresh session runs first. */
  readonly first: string;
}

/** A cell that computes, and the line it has to print. */
export interface Computation {
  readonly name: string;
  readonly code: string;
  readonly expected: string;
}

/** A script run from the command line. */
export interface CommandPlan {
  /** `{executable}` stands for the program, `{script}` for the script's path. */
  readonly argv: readonly string[];
  readonly executable: string;
  /** Whether the program works from a copy, whose pages nobody else holds. */
  readonly copied: boolean;
  /** Command that prints the other files it reads at each start, as JSON; empty for none. */
  readonly file_list: readonly string[];
  readonly script_name: string;
  /** Prints `hello`. */
  readonly script: string;
}

/** llmspell for one language, or what it is compared with. */
export interface ProgramPlan {
  readonly name: string;
  readonly language: string;
  /** `null` for what has no Jupyter kernel. */
  readonly kernel: Omit<KernelPlan, "cells"> | null;
  /** Command of a process that runs chunks, where there is no kernel; else empty. */
  readonly reader: readonly string[];
  /** Command that measures engines; empty for peers. */
  readonly engine_steps: readonly string[];
  /** Command that prints a version, where there is no kernel. */
  readonly version: readonly string[];
  readonly cells: Cells;
  readonly computations: readonly Computation[];
  readonly command: CommandPlan;
}

/** How much of each measure one round takes. */
export interface Sizes extends KernelSizes {
  readonly cpu_runs: number;
  /** Runs of a script with a cold file cache, and as many with a warm one. */
  readonly commands: number;
  /** Sessions opened without a warm engine, and as many with one. */
  readonly new_sessions: number;
  readonly engine_processes: number;
}

/** A run. */
export interface LanguagesPlan {
  readonly programs: readonly ProgramPlan[];
  readonly parts: readonly Part[];
  readonly rounds: number;
  readonly sizes: Sizes;
}

/** Sizes of a whole run or of a quick look. */
export function sizesFor(kind: "full" | "quick"): Sizes {
  const sizes = kernelSizesFor(kind);
  return kind === "quick"
    ? { ...sizes, cpu_runs: 1, commands: 1, new_sessions: 2, engine_processes: 1 }
    : { ...sizes, spins: 10, cpu_runs: 3, commands: 3, new_sessions: 3, engine_processes: 2 };
}
