// SPDX-License-Identifier: Apache-2.0 OR MIT

import { type Grant, grant, type Setting } from "../setting.ts";

/** What scripts may touch. */
export interface PolicyConfig {
  /** Paths whose files scripts may read. */
  readonly read: Grant;
  /** Paths whose files scripts may write. */
  readonly write: Grant;
  /** Environment variables scripts may read. */
  readonly env: Grant;
  /** Programs scripts may start. */
  readonly run: Grant;
}

/** The settings below `policy`. */
export const policySettings: { readonly [K in keyof PolicyConfig]: Setting<PolicyConfig[K]> } = {
  read: closed("Paths whose files scripts may read"),
  write: closed("Paths whose files scripts may write"),
  env: closed("Environment variables scripts may read"),
  run: closed("Programs scripts may start"),
};

function closed(description: string): Setting<Grant> {
  return grant({
    default: false,
    description: `${description}; true for all, false for none`,
    reload: "restart",
  });
}
