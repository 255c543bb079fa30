// SPDX-License-Identifier: Apache-2.0 OR MIT
// How much is measured.

/** How much of each measure one round takes. */
export interface Sizes {
  /** Runs of `--version`. */
  readonly versions: number;
  /** Starts, each with its end: by SIGTERM, by `kernel stop` and by an early SIGTERM in turn. */
  readonly lives: number;
  /** Times each signal is sent. */
  readonly signals: number;
  /** Runs of `kernel status`. */
  readonly statuses: number;
  /** Looks at a PID file. */
  readonly pidChecks: number;
  /** Requests for the health report. */
  readonly healthRequests: number;
  /** Log files that are filled and rotated. */
  readonly rotations: number;
  /** Time that idle programs are left alone before they are watched. */
  readonly settleSeconds: number;
  /** Time that they are watched, once for all rounds. */
  readonly idleSeconds: number;
}

const full: Sizes = {
  versions: 10,
  lives: 6,
  signals: 10,
  statuses: 5,
  pidChecks: 1_000,
  healthRequests: 1_000,
  rotations: 5,
  settleSeconds: 5,
  idleSeconds: 60,
};

const quick: Sizes = {
  versions: 5,
  lives: 3,
  signals: 3,
  statuses: 2,
  pidChecks: 200,
  healthRequests: 200,
  rotations: 2,
  settleSeconds: 2,
  idleSeconds: 10,
};

/** Sizes of a whole run or of a quick look. */
export function sizesFor(kind: "full" | "quick"): Sizes {
  return kind === "quick" ? quick : full;
}
