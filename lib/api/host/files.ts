// SPDX-License-Identifier: Apache-2.0 OR MIT
// Host functions `fs.*`.

import { basename, dirname, join, resolve } from "node:path";
import { hostArguments, hostDenied, hostFileFailed } from "./errors.ts";
import type { HostFunction, HostSettings } from "./functions.ts";
import { grantedPath, realPathOf } from "./paths.ts";

function pathOf(name: string, value: unknown): string {
  if (typeof value !== "string" || value === "") throw hostArguments(name, "a path");
  return value;
}

async function attempt<T>(action: string, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw hostFileFailed(action, path, error);
  }
}

/** File functions under the policy. */
export function fileFunctions({ policy, folder }: HostSettings): Record<string, HostFunction> {
  const { readPaths = [], writePaths = [] } = policy;
  const readable = (path: string): Promise<string> =>
    grantedPath("read", path, [...readPaths, ...writePaths], folder);
  const writable = (action: string, path: string): Promise<string> =>
    grantedPath(action, path, writePaths, folder);
  /** The entry itself, not what a link points to: its folder is resolved, its name kept. */
  const entry = async (action: string, path: string): Promise<string> => {
    const full = resolve(folder, path);
    const parent = await realPathOf(dirname(full));
    await writable(action, join(parent, basename(full)));
    return join(parent, basename(full));
  };
  return {
    "fs.read": async ([value]) => {
      const path = pathOf("fs.read", value);
      const real = await readable(path);
      return await attempt("read", path, () => Deno.readFile(real));
    },
    "fs.write": async ([value, content, append]) => {
      const path = pathOf("fs.write", value);
      const real = await writable("write", path);
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      if (!(bytes instanceof Uint8Array)) throw hostArguments("fs.write", "a path and a content");
      await attempt("write", path, () => Deno.writeFile(real, bytes, { append: append === true }));
      return null;
    },
    "fs.exists": async ([value]) => {
      const path = pathOf("fs.exists", value);
      const real = await readable(path);
      try {
        return (await Deno.stat(real)).isFile;
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return false;
        throw hostFileFailed("look at", path, error);
      }
    },
    "fs.remove": async ([value]) => {
      const path = pathOf("fs.remove", value);
      const real = await entry("remove", path);
      await attempt("remove", path, () => Deno.remove(real));
      return true;
    },
    "fs.rename": async ([from, to]) => {
      const path = pathOf("fs.rename", from);
      const real = await entry("rename", path);
      const target = await entry("rename to", pathOf("fs.rename", to));
      await attempt("rename", path, () => Deno.rename(real, target));
      return true;
    },
    "fs.temporaryName": async () => {
      for (const root of writePaths) {
        const real = await realPathOf(root);
        const isFolder = await Deno.stat(real).then((info) => info.isDirectory, () => false);
        if (isFolder) return await attempt("create", real, () => Deno.makeTempFile({ dir: real }));
      }
      throw hostDenied("create", "a temporary file");
    },
  };
}
