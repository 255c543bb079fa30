// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the Python client is told to do. Field names are those of its own classes.

/** A kernel to measure. */
export interface KernelPlan {
  readonly name: string;
  /** Command that starts it; `{connection_file}` stands for the file's path. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** How its kernelspec wants to be interrupted. */
  readonly interrupt: "message" | "signal";
  readonly cells: Cells;
}

/** Code in the kernel's language, by purpose. */
export interface Cells {
  readonly noop: string;
  /** Prints the numbers 1 to `{lines}`, one a line, one call each. */
  readonly flood: string;
  /** Makes the text of 1,000,000 characters that `display` shows. */
  readonly display_setup: string;
  readonly display: string;
  /** Shows the word "spinning", then loops without end. */
  readonly spin: string;
}

/** How much of each measure one round takes. */
export interface Sizes {
  readonly starts: number;
  readonly warm_up: number;
  readonly round_trips: number;
  readonly load_seconds: number;
  readonly flood_lines: number;
  readonly displays: number;
  readonly spins: number;
}

/** A run. */
export interface Plan {
  readonly kernels: readonly KernelPlan[];
  readonly rounds: number;
  readonly sizes: Sizes;
}

const full: Sizes = {
  starts: 3,
  warm_up: 100,
  round_trips: 1_000,
  load_seconds: 3,
  flood_lines: 100_000,
  displays: 20,
  spins: 5,
};

const quick: Sizes = {
  ...full,
  starts: 2,
  warm_up: 20,
  round_trips: 200,
  load_seconds: 1,
  displays: 5,
  spins: 3,
};

/** Sizes of a whole run or of a quick look. */
export function sizesFor(kind: "full" | "quick"): Sizes {
  return kind === "quick" ? quick : full;
}
