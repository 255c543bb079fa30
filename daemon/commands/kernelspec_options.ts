// SPDX-License-Identifier: Apache-2.0 OR MIT
// Options that say which kernelspec is meant.

import { UsageError } from "../cli/errors.ts";
import type { KernelspecPlace } from "../kernelspec.ts";

/** Where the kernelspec is, and its name. */
export const kernelspecOptions = {
  "user": { type: "flag", description: "In the user's own Jupyter folder; this is the default" },
  "sys-prefix": {
    type: "flag",
    description: "In the Python environment that is active, or that python3 belongs to",
  },
  "prefix": {
    type: "value",
    placeholder: "PATH",
    completes: "directory",
    description: "In PATH/share/jupyter",
  },
  "name": {
    type: "value",
    placeholder: "NAME",
    default: "llmspell",
    description: "Name the kernel is chosen by",
  },
} as const;

/**
 * The place the options name.
 *
 * @throws {UsageError} when they name more than one
 */
export function kernelspecPlace(
  options: {
    readonly user: boolean;
    readonly "sys-prefix": boolean;
    readonly prefix: string | undefined;
  },
): KernelspecPlace {
  const count = Number(options.user) + Number(options["sys-prefix"]) +
    Number(options.prefix !== undefined);
  if (count > 1) {
    throw new UsageError(
      "Cannot choose a folder: more than one is named",
      "one of --user, --sys-prefix, --prefix PATH",
    );
  }
  if (options.prefix !== undefined) return { kind: "prefix", prefix: options.prefix };
  return options["sys-prefix"] ? { kind: "sys-prefix" } : { kind: "user" };
}
