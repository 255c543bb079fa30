// SPDX-License-Identifier: Apache-2.0 OR MIT
// Which paths a grant covers. Symbolic links are followed first, so that none leads out of a granted folder.

import { basename, dirname, join, resolve, sep } from "node:path";
import type { Grant } from "./policy.ts";

/**
 * The real path behind `path` if the grant covers it. What does not exist yet is judged by its nearest folder
 * that does.
 *
 * @param folder what relative paths, also those of the grant, are relative to
 * @returns `undefined` when the grant does not cover it
 */
export function coveredPath(grant: Grant, path: string, folder: string): string | undefined {
  if (grant === false) return undefined;
  const whole = resolve(folder, path);
  const real = knownPath(whole);
  if (grant === true) return real ?? whole;
  if (real === undefined) return undefined;
  const covered = grant.some((root) => isWithin(realPath(resolve(folder, root)), real));
  return covered ? real : undefined;
}

/**
 * As `coveredPath`, for what is done to an entry of a folder: of a symbolic link the link itself. The grant has to cover
 * what it leads to as well.
 */
export function coveredEntry(grant: Grant, path: string, folder: string): string | undefined {
  if (grant === false || coveredPath(grant, path, folder) === undefined) return undefined;
  const whole = resolve(folder, path);
  const entry = join(knownPath(dirname(whole)) ?? dirname(whole), basename(whole));
  if (grant === true) return entry;
  const covered = grant.some((root) => isWithin(realPath(resolve(folder, root)), entry));
  return covered ? entry : undefined;
}

/** The real path; `undefined` where nobody can tell it: links in a circle, names too long, closed folders. */
function knownPath(path: string): string | undefined {
  try {
    return realPath(path);
  } catch {
    return undefined;
  }
}

/** True when `path` is `root` or lies below it. Both are absolute. */
export function isWithin(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** The path with all symbolic links followed, as far as it exists. */
export function realPath(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch (error) {
    const isAbsent = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    if (!isAbsent) throw error;
  }
  const parent = dirname(path);
  if (parent === path) return path;
  const target = linkTarget(path);
  if (target !== undefined) return realPath(resolve(realPath(parent), target));
  return join(realPath(parent), basename(path));
}

/** Where a symbolic link points whose target does not exist: writing would make it there. */
function linkTarget(path: string): string | undefined {
  try {
    return Deno.readLinkSync(path);
  } catch {
    return undefined; // Nothing is there, or something that is no link.
  }
}
