// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the Python client found, and how samples become one figure.

/** Samples by measure. */
export type Samples = Readonly<Record<string, readonly number[]>>;

/** Everything found in one run. */
export interface Findings {
  readonly machine: Machine;
  /** What the client itself costs, measured on a process that only echoes. */
  readonly floor: Samples;
  readonly kernels: readonly KernelFindings[];
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
  /** Folder that held the kernels' files. */
  readonly files: string;
  readonly python: string;
  readonly libzmq: string;
  /** Versions in the Python environment. */
  readonly packages: Readonly<Record<string, string>>;
}

/** What was found about one kernel. */
export interface KernelFindings {
  readonly name: string;
  /** Empty when the kernel never answered. */
  readonly version: {
    readonly implementation?: string;
    readonly implementationVersion?: string;
    readonly protocol?: string;
    readonly language?: string;
  };
  readonly samples: Samples;
  /** Why a group of measures could not be taken, by group. */
  readonly missing: Readonly<Record<string, string>>;
}

/** How samples are combined. */
export type Combine = "min" | "median" | "max";

/**
 * One figure out of samples.
 *
 * @returns `undefined` for no samples; the median of an even number is the mean of the middle two
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(combine([3, 1, 2], "median"), 2);
 * ```
 */
export function combine(samples: readonly number[], how: Combine): number | undefined {
  const ordered = samples.toSorted((a, b) => a - b);
  if (how === "min") return ordered[0];
  if (how === "max") return ordered.at(-1);
  const upper = ordered[ordered.length >> 1];
  const lower = ordered[(ordered.length - 1) >> 1];
  return upper === undefined || lower === undefined ? undefined : (upper + lower) / 2;
}
