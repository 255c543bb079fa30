// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a check of `doctor` is, and what it finds.

import type { Env } from "../../paths.ts";
import type { RunFolderPlaces } from "../run_folders.ts";

/** One thing that was looked at. */
export interface Finding {
  /** What was looked at: `home`, `libzmq`, `ports`. */
  readonly check: string;
  /** `problem`: something will not work. `warning`: it works, and could be better. */
  readonly status: "ok" | "warning" | "problem";
  /** What was found, for a person. */
  readonly text: string;
  /** What to do about it. */
  readonly remedy?: string;
  /** Mends it; the result says what was done. */
  readonly fix?: () => string | Promise<string>;
}

/** What checks are given. */
export interface DoctorContext {
  readonly env: Env;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly places?: RunFolderPlaces;
  /** Runs a program of the system. */
  readonly run: (program: string, words: readonly string[]) => Promise<ProgramOutput | undefined>;
}

/** What a program of the system said. */
export interface ProgramOutput {
  readonly code: number;
  /** Standard output without spaces at its ends. */
  readonly stdout: string;
}

/** A check: looks at one matter and changes nothing. */
export type Check = (context: DoctorContext) => readonly Finding[] | Promise<readonly Finding[]>;

/** Runs a program; `undefined` when there is none of that name. */
export async function runProgram(
  program: string,
  words: readonly string[],
): Promise<ProgramOutput | undefined> {
  try {
    const { code, stdout } = await new Deno.Command(program, {
      args: [...words],
      stdin: "null",
      stderr: "null",
    }).output();
    return { code, stdout: new TextDecoder().decode(stdout).trim() };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.PermissionDenied) {
      return undefined;
    }
    throw error;
  }
}

/** Text of whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
