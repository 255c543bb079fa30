// SPDX-License-Identifier: Apache-2.0 OR MIT

import type { KernelFindings, Machine } from "../jupyter/findings.ts";

/** Everything found in one run; a program without a kernel is told of like one. */
export interface Findings {
  readonly machine: Machine;
  readonly kernels: readonly KernelFindings[];
}
