// SPDX-License-Identifier: Apache-2.0 OR MIT
// Host function `module.read`: source of a module for `require`.

import { isAbsolute, join, resolve } from "node:path";
import { hostArguments, moduleNotFound } from "./errors.ts";
import type { HostFunction, HostSettings } from "./functions.ts";
import { isInside, realPathOf } from "./paths.ts";

const moduleName = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/;

/** Files a module may be in, below a root. Templates that leave the root are left out. */
function candidates(name: string, templates: string): string[] {
  if (!moduleName.test(name)) return [];
  const file = name.replaceAll(".", "/");
  return templates.split(";").filter((template) =>
    template.includes("?") && !isAbsolute(template) && !template.split(/[/\\]/).includes("..")
  ).map((template) => template.replaceAll("?", () => file));
}

/** Module function under the policy. */
export function moduleFunctions({ policy, folder }: HostSettings): Record<string, HostFunction> {
  const { moduleRoots = [] } = policy;
  return {
    "module.read": async ([name, templates = "?.lua;?/init.lua"]) => {
      if (typeof name !== "string" || typeof templates !== "string") {
        throw hostArguments("module.read", "a name and templates");
      }
      const tried: string[] = [];
      for (const root of moduleRoots) {
        const realRoot = await realPathOf(resolve(folder, root));
        for (const file of candidates(name, templates)) {
          const shown = join(root, file);
          const text = await readInside(realRoot, file);
          if (text !== undefined) return { path: shown, text };
          tried.push(shown);
        }
      }
      throw moduleNotFound(name, tried);
    },
  };
}

async function readInside(root: string, file: string): Promise<Uint8Array | undefined> {
  const real = await realPathOf(join(root, file));
  if (!isInside(root, real)) return undefined;
  try {
    return await Deno.readFile(real);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.IsADirectory) {
      return undefined;
    }
    throw error;
  }
}
