// SPDX-License-Identifier: Apache-2.0 OR MIT
// The host functions behind `require` and `import`: modules beside the script, and those below paths that may be read.

import { isAbsolute, join } from "node:path";
import { pathAt } from "./arguments.ts";
import { hostFailed, moduleMissing } from "./errors.ts";
import type { HostFunctions, HostOptions } from "./mod.ts";
import { coveredPath } from "./path_policy.ts";

/** A module's text and where it was found; a folder has no text. */
export interface FoundModule {
  readonly path: string;
  readonly text?: string;
}

/**
 * The functions `module.read(name, templates)` and `module.folders()`. Templates are those of Lua's `package.path`:
 * separated by semicolons, each ends like a module of some language or, for a folder, in a slash; a question mark
 * stands for the name with its dots turned to slashes; relative ones are looked up below each of the module folders.
 */
export function moduleFunctions(
  { policy, folder, moduleFolders }: Pick<HostOptions, "policy" | "folder" | "moduleFolders">,
): HostFunctions {
  const grant = policy.read === true ? true : [...moduleFolders, ...(policy.read || [])];
  return {
    "module.folders": () => [...moduleFolders],
    "module.read": async (args) => {
      const name = pathAt(args, 0, "module.read");
      const files = candidates(name, pathAt(args, 1, "module.read"), moduleFolders);
      for (const path of files) {
        const found = await readCovered(path, grant, folder);
        if (found !== undefined) return found;
      }
      throw moduleMissing(name, files);
    },
  };
}

/** Nothing else is a module: a script could read any text below the module folders otherwise. */
const moduleEnding = /\.(?:lua|m?[jt]s|json|py)$|\/$/;

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
): Promise<FoundModule | undefined> {
  const real = coveredPath(grant, path, folder);
  if (real === undefined) return undefined;
  try {
    if (!path.endsWith("/")) return { path, text: await Deno.readTextFile(real) };
    return (await Deno.stat(real)).isDirectory ? { path: path.slice(0, -1) } : undefined;
  } catch (error) {
    if (absent.some((kind) => error instanceof kind)) return undefined;
    throw hostFailed("read", path, error);
  }
}

/** What reading fails with where there is no such file. */
const absent = [Deno.errors.NotFound, Deno.errors.IsADirectory, Deno.errors.NotADirectory];
