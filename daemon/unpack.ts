// SPDX-License-Identifier: Apache-2.0 OR MIT
// Embedded files as real ones, for what cannot be loaded out of the binary itself.

import { createHash } from "node:crypto";
import { join } from "node:path";
import { KernelError } from "../lib/errors.ts";
import { cacheUnusable } from "./errors.ts";
import { makePrivateDirectory } from "./paths.ts";

/** What is unpacked, and where to. */
export interface UnpackOptions {
  readonly name: string;
  /** SHA-256 of the content, in hexadecimal. */
  readonly sha256: string;
  readonly size: number;
  /** Cache folders, the wanted one first. */
  readonly candidates: readonly string[];
  readonly read: () => Promise<Uint8Array>;
}

/**
 * Puts an embedded file into the cache folder unless it is there, and returns its path. What is there is trusted
 * only if its content has the right digest. Any number of processes may do this at once.
 *
 * @throws {KernelError} `cache.unusable` when no candidate can be written to
 */
export async function unpack(options: UnpackOptions): Promise<string> {
  const failures: unknown[] = [];
  for (const folder of options.candidates) {
    try {
      return await unpackInto(folder, options);
    } catch (error) {
      if (!isUnusable(error)) throw error;
      failures.push(error);
    }
  }
  throw cacheUnusable(options.candidates, failures.at(-1));
}

async function unpackInto(
  cache: string,
  { name, sha256, size, read }: UnpackOptions,
): Promise<string> {
  const folder = join(cache, "assets", sha256.slice(0, 32));
  for (const level of [cache, join(cache, "assets"), folder]) makePrivateDirectory(level);
  const path = join(folder, name);
  if (await holds(path, size, sha256)) return path;
  const draft = join(folder, `.${name}.${crypto.randomUUID()}`);
  try {
    await Deno.writeFile(draft, await read(), { createNew: true, mode: 0o500 });
    await Deno.rename(draft, path);
  } catch (error) {
    await Deno.remove(draft).catch((gone) => {
      if (!(gone instanceof Deno.errors.NotFound)) throw gone;
    });
    throw error;
  }
  return path;
}

/** True when the file is there, is ours and has the content. */
async function holds(path: string, size: number, sha256: string): Promise<boolean> {
  try {
    const info = await Deno.lstat(path);
    const uid = Deno.uid();
    const ours = uid === null || info.uid === null || info.uid === uid;
    if (!info.isFile || info.size !== size || !ours || ((info.mode ?? 0) & 0o022) !== 0) {
      return false;
    }
    const content = await Deno.readFile(path);
    return createHash("sha256").update(content).digest("hex") === sha256;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** True for what another folder may do better: no permission, no space, someone else's folder. */
function isUnusable(error: unknown): boolean {
  return error instanceof KernelError ||
    (error instanceof Error && "code" in error && typeof error.code === "string") ||
    error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotADirectory ||
    error instanceof Deno.errors.AlreadyExists;
}
