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

/** The store that sessions share has no room for a value. */
export function sharedFull(
  scope: string,
  key: string,
  bytes: number,
  maxBytes: number,
): KernelError {
  return new KernelError(
    "state.full",
    `Cannot save "${scope}:${key}": its ${bytes} bytes do not fit into the ${maxBytes} that sessions share`,
    "Delete keys that are no longer needed, or raise limits.stateBytes",
  );
}
