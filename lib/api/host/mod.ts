// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What scripts can reach outside of their session: files, environment, processes, modules. Each under a policy
 * that grants nothing unless it says so.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { createHostFunctions } from "./mod.ts";
 * const host = createHostFunctions({ policy: { readPaths: ["."] }, folder: "." });
 * assert.equal(await host.call("fs.exists", ["no-such-file"]), false);
 * ```
 *
 * @module
 */

export type { KernelError } from "../../errors.ts";
export * from "./errors.ts";
export * from "./functions.ts";
export * from "./paths.ts";
export * from "./policy.ts";
export { splitCommand } from "./processes.ts";
