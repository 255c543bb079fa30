// SPDX-License-Identifier: Apache-2.0 OR MIT
// The situations in which a store cannot do its work.

import { KernelError } from "../errors.ts";

/** The history file cannot be opened or read. */
export function historyUnreadable(path: string, cause: unknown): KernelError {
  const state = cause instanceof Error ? cause.message : String(cause);
  return new KernelError(
    "store.unreadable",
    `Cannot open history "${path}": ${state}`,
    "Move the file away; a new one is made",
    { cause },
  );
}
