// SPDX-License-Identifier: Apache-2.0 OR MIT
// The scripts that are run alike in every language.

import { fileURLToPath } from "node:url";
import type { Computation } from "./plan.ts";

/** What each computation prints, in every language. */
export const computations: Readonly<Record<string, string>> = Object.freeze({
  fib: "832040",
  nbody: "-0.169305758",
  strings: "2297788",
  sort: "204950",
});

/** Path of a script. */
export function scriptPath(name: string): string {
  return fileURLToPath(new URL(`scripts/${name}`, import.meta.url));
}

/** Text of a script. */
export function readScript(name: string): string {
  return Deno.readTextFileSync(scriptPath(name));
}

/** Every computation in the language of an ending: `.lua`. */
export function readComputations(ending: string): Computation[] {
  return Object.entries(computations).map(([name, expected]) => ({
    name,
    code: readScript(name + ending),
    expected,
  }));
}
