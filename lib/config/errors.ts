// SPDX-License-Identifier: Apache-2.0 OR MIT
// The situations in which a configuration is refused.

import { KernelError } from "../errors.ts";

/** A setting has a value it cannot have. */
export function invalidSetting(path: string, problem: string, source: string): KernelError {
  return new KernelError(
    "config.invalid",
    `Cannot use ${source}: ${path}: ${problem}`,
    `correct ${path} and start again`,
  );
}
