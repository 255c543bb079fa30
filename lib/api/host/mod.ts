// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Host functions: what a script may ask of the machine. Each looks at the policy before it does anything; the
 * Worker that asks has no permissions of its own.
 *
 * @module
 */

import type { HostPolicy } from "./policy.ts";
export { closedPolicy, type Grant, type HostPolicy } from "./policy.ts";

import { hostUnknown } from "./errors.ts";
import { environmentFunctions } from "./environment.ts";
import { fileFunctions } from "./files.ts";
import { folderFunctions } from "./folders.ts";
import { moduleFunctions } from "./modules.ts";
import { processFunctions } from "./processes.ts";
import { stateFunctions } from "./state.ts";
import type { SharedStore } from "../../store/mod.ts";

/** Performs one host function. */
export type HostFunction = (args: readonly unknown[]) => unknown;

/** Host functions by dotted name. */
export type HostFunctions = Readonly<Record<string, HostFunction>>;

/** What host functions are made of. */
export interface HostOptions {
  /** What the session may touch. */
  readonly policy: HostPolicy;
  /** What relative paths are relative to, and where programs start. */
  readonly folder: string;
  /** Folders whose modules scripts may require. */
  readonly moduleFolders: readonly string[];
  /** What the sessions of a kernel share. */
  readonly state: SharedStore;
  /** Reads an environment variable. */
  readonly env: (name: string) => string | undefined;
}

/** Performs a host function that an execution calls by name. */
export type HostCall = (
  execution: number,
  name: string,
  args: readonly unknown[],
) => Promise<unknown>;

/** Performs host functions for an engine; unknown names are refused with `host.unknown`. */
export function hostFunctions(options: HostOptions): HostCall {
  const functions: HostFunctions = {
    ...moduleFunctions(options),
    ...fileFunctions(options),
    ...folderFunctions(options),
    ...environmentFunctions(options),
    ...processFunctions(options),
    ...stateFunctions(options.state),
  };
  return async (_execution, name, args) => {
    const run = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (run === undefined) throw hostUnknown(name);
    return await run(args);
  };
}
