// SPDX-License-Identifier: Apache-2.0 OR MIT
// Options that say which service is meant.

import { UsageError } from "../cli/errors.ts";
import type { ServiceScope } from "../install/service_spec.ts";

/** Whose service it is, and its name. */
export const serviceOptions = {
  "user": { type: "flag", description: "A service of this user; this is the default" },
  "system": { type: "flag", description: "A service of the machine; needs root" },
  "name": {
    type: "value",
    placeholder: "NAME",
    completes: "nothing",
    default: "llmspell",
    description: "Name of the service",
  },
  "manager": {
    type: "value",
    placeholder: "MANAGER",
    completes: ["systemd", "launchd"],
    description: "Program that starts services; that of this system when not given",
  },
} as const;

/**
 * The scope the options name.
 *
 * @throws {UsageError} when they name both
 */
export function serviceScope(
  { user, system }: { readonly user: boolean; readonly system: boolean },
): ServiceScope {
  if (user && system) {
    throw new UsageError("Cannot choose a service: two are named", "one of --user, --system");
  }
  return system ? "system" : "user";
}
