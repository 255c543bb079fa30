// SPDX-License-Identifier: Apache-2.0 OR MIT
// The table of host functions and the one way to call them.

import { hostUnknown } from "./errors.ts";
import { fileFunctions } from "./files.ts";
import { moduleFunctions } from "./modules.ts";
import type { HostPolicy } from "./policy.ts";
import { processFunctions } from "./processes.ts";

/** A function of the host: structured-cloneable arguments and result. */
export type HostFunction = (args: readonly unknown[]) => Promise<unknown>;

/** What host functions work with. */
export interface HostSettings {
  /** What is granted. */
  readonly policy: HostPolicy;
  /** Folder that relative paths are relative to. */
  readonly folder: string;
}

/** Host functions of one session. */
export interface HostFunctions {
  /**
   * Calls a function by its dotted name.
   *
   * @throws {KernelError} `host.unknown`, `host.denied`, `host.arguments`, or the function's own failure
   */
  call(name: string, args: readonly unknown[]): Promise<unknown>;
}

/**
 * The host functions of a session under its policy.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const host = createHostFunctions({ policy: {}, folder: "." });
 * await assert.rejects(host.call("env.get", ["HOME"]), { code: "host.denied" });
 * ```
 */
export function createHostFunctions(settings: HostSettings): HostFunctions {
  const functions = new Map<string, HostFunction>(Object.entries({
    ...fileFunctions(settings),
    ...processFunctions(settings),
    ...moduleFunctions(settings),
  }));
  return {
    async call(name, args) {
      const callee = functions.get(name);
      if (callee === undefined) throw hostUnknown(name);
      return await callee(args);
    },
  };
}
