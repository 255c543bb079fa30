// SPDX-License-Identifier: Apache-2.0 OR MIT
// Host functions on environment variables.

import { textAt } from "./arguments.ts";
import { hostDenied } from "./errors.ts";
import type { HostFunctions, HostOptions } from "./mod.ts";

/** The function `env.get`, which answers `undefined` for a variable that is not set. */
export function environmentFunctions(
  { policy, env }: Pick<HostOptions, "policy" | "env">,
): HostFunctions {
  return {
    "env.get": (args) => {
      const name = textAt(args, 0, "env.get");
      const allowed = policy.env === true || (policy.env || []).includes(name);
      if (!allowed) throw hostDenied("read the variable", name, "allow-env");
      if (!/^[^=\0]+$/.test(name)) {
        throw new TypeError("Cannot call env.get: argument 1 is no name of a variable");
      }
      return env(name);
    },
  };
}
