// SPDX-License-Identifier: Apache-2.0 OR MIT
// kernel_state.json: what a kernel's sessions held when it ended, for the next one to take over.

import { z } from "zod";
import type { SavedSession } from "../../lib/contracts/mod.ts";
import { KernelError } from "../../lib/errors.ts";
import { writeFileAtomically } from "../../lib/store/mod.ts";

/** Content of the file. */
export interface SavedState {
  /** Version of this format. */
  readonly format: 1;
  /** Id of the kernel. */
  readonly kernel: string;
  /** Version of the program that wrote it. */
  readonly version: string;
  /** When it was written, by ISO 8601. */
  readonly savedAt: string;
  /** Every session that came to rest before the kernel ended. */
  readonly sessions: readonly SavedSession[];
}

const schema = z.object({
  format: z.literal(1),
  kernel: z.string(),
  version: z.string(),
  savedAt: z.string(),
  sessions: z.array(z.object({
    id: z.string(),
    language: z.string(),
    executionCount: z.int().nonnegative(),
    variables: z.record(z.string(), z.unknown()),
    skipped: z.array(z.string()),
  })),
});

/**
 * Writes the state, whole or not at all; only its owner may read it.
 *
 * @throws {KernelError} `state.unwritable` when the folder does not take it
 */
export function writeStateFile(path: string, state: SavedState): void {
  try {
    writeFileAtomically(path, `${JSON.stringify(state, null, 2)}\n`, 0o600);
  } catch (cause) {
    throw new KernelError(
      "state.unwritable",
      `Cannot save the state to "${path}": ${message(cause)}`,
      "free the disk, or set LLMSPELL_HOME to a folder you can write to",
      { cause },
    );
  }
}

/**
 * Reads the state that a kernel saved.
 *
 * @returns `undefined` when there is none
 * @throws {KernelError} `state.unreadable` when the file cannot be read or is no state; names the field
 */
export function readStateFile(path: string): SavedState | undefined {
  try {
    const read = schema.safeParse(JSON.parse(Deno.readTextFileSync(path)));
    if (read.success) return read.data;
    const issue = read.error.issues[0];
    throw new SyntaxError(`${issue?.path.join(".")}: ${issue?.message}`);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return undefined;
    throw new KernelError(
      "state.unreadable",
      `Cannot restore the state from "${path}": ${message(cause)}`,
      "start without --restore, or mend the file",
      { cause },
    );
  }
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
