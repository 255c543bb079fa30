// SPDX-License-Identifier: Apache-2.0 OR MIT
// The host function behind `require`: modules beside the script, and those below paths that may be read.

import { join, resolve } from "node:path";
import { textAt } from "./arguments.ts";
import type { HostFunctions, HostOptions } from "./mod.ts";
import { coveredPath } from "./path_policy.ts";

/** A module's text and where it was found. */
export interface FoundModule {
  readonly path: string;
  readonly source: string;
}

/** The function `module.find`, which answers `undefined` when there is no such module. */
export function moduleFunctions(
  { policy, moduleFolders }: Pick<HostOptions, "policy" | "moduleFolders">,
): HostFunctions {
  const grant = policy.read === true ? true : [...moduleFolders, ...(policy.read || [])];
  return {
    "module.find": async (args) => {
      const name = textAt(args, 0, "module.find");
      if (!/^[\w-]+(\.[\w-]+)*$/.test(name)) return undefined;
      const stem = name.replaceAll(".", "/");
      for (const folder of moduleFolders) {
        for (const file of [`${stem}.lua`, `${stem}/init.lua`]) {
          const found = await readModule(resolve(join(folder, file)), grant);
          if (found !== undefined) return found;
        }
      }
      return undefined;
    },
  };
}

/** A symbolic link that leads out of what may be read is no module. */
async function readModule(
  path: string,
  grant: true | readonly string[],
): Promise<FoundModule | undefined> {
  const real = coveredPath(grant === true ? true : [...grant], path);
  if (real === undefined) return undefined;
  try {
    return { path, source: await Deno.readTextFile(real) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.IsADirectory) {
      return undefined;
    }
    throw error;
  }
}
