// SPDX-License-Identifier: Apache-2.0 OR MIT
// The host function behind `require`: modules beside the script, and those below paths that may be read.

import { isAbsolute, join } from "node:path";
import { textAt } from "./arguments.ts";
import { moduleMissing } from "./errors.ts";
import type { HostFunctions, HostOptions } from "./mod.ts";
import { coveredPath } from "./path_policy.ts";

/** A module's text and where it was found. */
export interface FoundModule {
  readonly path: string;
  readonly text: string;
}

/**
 * The function `module.read(name, templates)`. Templates are those of Lua's `package.path`: separated by semicolons,
 * each ends like a module of some language, a question mark stands for the name with its dots turned to slashes;
 * relative ones are looked up below each of the module folders.
 */
export function moduleFunctions(
  { policy, folder, moduleFolders }: Pick<HostOptions, "policy" | "folder" | "moduleFolders">,
): HostFunctions {
  const grant = policy.read === true ? true : [...moduleFolders, ...(policy.read || [])];
  return {
    "module.read": async (args) => {
      const name = textAt(args, 0, "module.read");
      const files = candidates(name, textAt(args, 1, "module.read"), moduleFolders);
      for (const path of files) {
        const text = await readCovered(path, grant, folder);
        if (text !== undefined) return { path, text } satisfies FoundModule;
      }
      throw moduleMissing(name, files);
    },
  };
}

/** Nothing else is a module: a script could read any text below the module folders otherwise. */
const moduleEnding = /\.(?:lua|[cm]?js|ts|json)$/;

function candidates(name: string, templates: string, folders: readonly string[]): string[] {
  const stem = name.replaceAll(".", "/");
  const files = templates.split(";").filter((template) => moduleEnding.test(template))
    .map((template) => template.replaceAll("?", () => stem));
  return files.flatMap((file) =>
    isAbsolute(file) ? [file] : folders.map((folder) => join(folder, file))
  );
}

/** A symbolic link that leads out of what may be read is no module. */
async function readCovered(
  path: string,
  grant: true | readonly string[],
  folder: string,
): Promise<string | undefined> {
  const real = coveredPath(grant, path, folder);
  if (real === undefined) return undefined;
  try {
    return await Deno.readTextFile(real);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.IsADirectory) {
      return undefined;
    }
    throw error;
  }
}
