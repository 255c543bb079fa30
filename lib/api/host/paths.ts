// SPDX-License-Identifier: Apache-2.0 OR MIT
// Decides whether a path is inside what a policy grants, after resolving symbolic links.

import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { hostDenied } from "./errors.ts";

/** True when `path` is `root` or below it; both real paths. */
export function isInside(root: string, path: string): boolean {
  const rest = relative(root, path);
  return rest === "" || (!isAbsolute(rest) && rest !== ".." && !/^\.\.[/\\]/.test(rest));
}

/** The real path; of what does not exist, its existing ancestor's with the rest appended. */
export async function realPathOf(path: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const target = await linkTarget(path);
  if (target !== undefined) return await realPathOf(resolve(dirname(path), target));
  const parent = dirname(path);
  if (parent === path) return path;
  return join(await realPathOf(parent), basename(path));
}

/** Where a symbolic link without target points to: writing through it would create that. */
async function linkTarget(path: string): Promise<string | undefined> {
  try {
    return await Deno.readLink(path);
  } catch (error) {
    if (error instanceof Deno.errors.PermissionDenied) throw error;
    // Not a link, or nothing at all.
    return undefined;
  }
}

/**
 * Resolves a script's path against the roots granted.
 *
 * @param action what the script wants, for the refusal: `read`
 * @returns the real path, which is what must be used
 * @throws {KernelError} `host.denied` when it is outside of all roots
 */
export async function grantedPath(
  action: string,
  path: string,
  roots: readonly string[],
  folder: string,
): Promise<string> {
  if (roots.length > 0 && !path.includes("\0")) {
    const real = await realPathOf(resolve(folder, path));
    for (const root of roots) {
      if (isInside(await realPathOf(resolve(folder, root)), real)) return real;
    }
  }
  throw hostDenied(action, path);
}
