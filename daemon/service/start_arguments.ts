// SPDX-License-Identifier: Apache-2.0 OR MIT
// The command line that starts a kernel the same way from another folder.

import { resolve } from "node:path";
import type { OptionSpecs } from "../cli/command.ts";
import { type KernelStartOptions, kernelStartOptions } from "../commands/kernel_start_options.ts";

/** Options whose value is a path. */
const paths: readonly string[] = ["connection-file", "config", "log-file", "pid-file"];

/** Options whose list holds paths. */
const pathLists: readonly string[] = ["allow-read", "allow-write"];

/**
 * The words, without the program, of a `kernel start` with these options. Paths become absolute.
 *
 * @param options as they were parsed
 * @param folder what relative paths are relative to
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const options = { daemon: true, "log-file": "k.log", "allow-read": ["data"] };
 * assert.deepEqual(startArguments(options, "/work"), [
 *   "kernel", "start", "--daemon", "--log-file=/work/k.log", "--allow-read=/work/data",
 * ]);
 * ```
 */
export function startArguments(options: Partial<KernelStartOptions>, folder: string): string[] {
  const specs: OptionSpecs = kernelStartOptions;
  const words = Object.keys(specs).flatMap((name) => {
    const value = (options as Readonly<Record<string, unknown>>)[name];
    if (value === undefined || value === false) return [];
    if (value === true) return [`--${name}`];
    return [`--${name}=${absolute(name, value as string | readonly string[], folder)}`];
  });
  return ["kernel", "start", ...words];
}

function absolute(name: string, value: string | readonly string[], folder: string): string {
  if (typeof value === "string") return paths.includes(name) ? resolve(folder, value) : value;
  return value.map((item) => pathLists.includes(name) ? resolve(folder, item) : item).join(",");
}
