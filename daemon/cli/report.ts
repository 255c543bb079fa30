// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a failed command says on standard error, and the exit code it leaves with.

import { KernelError } from "../../lib/errors.ts";
import { exitCodes } from "../exit_codes.ts";
import { UsageError } from "./errors.ts";
import { BrokenOutput, type Terminal } from "./terminal.ts";

/** Tells the user about an error, in one line and a hint where there is one; the result is the exit code. */
export function reportError(error: unknown, terminal: Terminal): number {
  if (error instanceof BrokenOutput) return exitCodes.brokenPipe;
  terminal.writeError(describeError(error, terminal.errorColour));
  return error instanceof UsageError ? exitCodes.usage : exitCodes.failure;
}

/** The text for an error. An unexpected one is shown whole: it is a bug. */
export function describeError(error: unknown, colour: boolean): string {
  const red = colour ? "\x1b[31m" : "";
  const dim = colour ? "\x1b[2m" : "";
  const off = colour ? "\x1b[0m" : "";
  if (error instanceof UsageError || error instanceof KernelError) {
    const hint = error.hint === "" ? "" : `  ${dim}hint: ${error.hint}${off}\n`;
    return `${red}llmspell:${off} ${error.message}\n${hint}`;
  }
  const text = error instanceof Error ? error.stack ?? error.message : String(error);
  return `${red}llmspell:${off} Cannot go on: internal error, please report it\n${text}\n`;
}
