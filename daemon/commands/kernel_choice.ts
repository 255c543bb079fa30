// SPDX-License-Identifier: Apache-2.0 OR MIT
// Options and words that say which kernel is meant.

import { UsageError } from "../cli/errors.ts";

/** `--id ID`, for those who prefer it to the word. */
export const idOption = {
  type: "value",
  placeholder: "ID",
  description: "The kernel: its id, the beginning of its id, or one of its ports",
} as const;

/** `--kernel ID`, where the command's own word is something else. */
export const kernelOption = {
  type: "value",
  short: "k",
  placeholder: "ID",
  description: "The kernel, when several run: its id, the beginning of its id, or one of its ports",
} as const;

/** `--timeout TIME`. */
export function timeoutOption<const D extends string>(
  initial: D,
  description: string,
): {
  readonly type: "value";
  readonly placeholder: "SECONDS";
  readonly default: D;
  readonly description: string;
} {
  return { type: "value", placeholder: "SECONDS", default: initial, description };
}

/** A word that names one kernel; it may be left out when only one runs. */
export const idPositionals = [{ name: "ID", optional: true, completes: "nothing" }] as const;

/**
 * The kernel that a command line names.
 *
 * @throws {UsageError} when it names two
 */
export function kernelChoice(
  positionals: readonly string[],
  id: string | undefined,
): string | undefined {
  const [word] = positionals;
  if (word !== undefined && id !== undefined && word !== id) {
    throw new UsageError(`Cannot choose a kernel: "${word}" and "${id}" are both named`, "one ID");
  }
  return word ?? id;
}
