// SPDX-License-Identifier: Apache-2.0 OR MIT
// What can go wrong with the log: one named constructor for each situation.

import { KernelError } from "../errors.ts";

/** A category that no logger can have. */
export function categoryUnknown(category: string): KernelError {
  return new KernelError(
    "log.category",
    `Cannot set the level of the log category "${category}": not "llmspell" or a name below it`,
    'categories are named as in the log: "llmspell", "llmspell.jupyter"',
  );
}
