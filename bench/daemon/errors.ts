// SPDX-License-Identifier: Apache-2.0 OR MIT
// What can go wrong with a run, in words for whoever started it.

import { BenchError } from "../jupyter/errors.ts";

/** There is no program to measure. */
export function programMissing(path: string): BenchError {
  return new BenchError(
    `Cannot measure "${path}": there is no such program; make it by deno task compile`,
  );
}

/** Something did not happen in time. */
export function noAnswer(what: string, limitMs: number): BenchError {
  return new BenchError(`no answer: ${what}: nothing in ${limitMs / 1000} s`);
}

/** A program ended with another code than it should. */
export function programFailed(
  command: string,
  { code, stderr }: { readonly code: number; readonly stderr: string },
): BenchError {
  return new BenchError(`${command} ended with ${code}: ${stderr.trim() || "it wrote nothing"}`);
}

/** How much of what was found is shown. */
const maxFoundChars = 200;

/** A measure would be wrong, since something is not as it has to be. */
export function unexpected(what: string, found: unknown): BenchError {
  const text = JSON.stringify(found) ?? String(found);
  const shown = text.length > maxFoundChars ? `${text.slice(0, maxFoundChars)}…` : text;
  return new BenchError(`${what}: found ${shown}`);
}
