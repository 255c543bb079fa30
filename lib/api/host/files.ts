// SPDX-License-Identifier: Apache-2.0 OR MIT
// Host functions on files.

import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Grant } from "./policy.ts";
import { KernelError } from "../../errors.ts";
import { bytesAt, pathAt } from "./arguments.ts";
import { hostDenied, hostFailed } from "./errors.ts";
import type { HostFunctions, HostOptions } from "./mod.ts";
import { coveredEntry, coveredPath } from "./path_policy.ts";

/** The functions `fs.*`. */
export function fileFunctions(
  { policy: { read, write }, folder }: Pick<HostOptions, "policy" | "folder">,
): HostFunctions {
  const onPath = pathWork(folder);
  const onEntry = pathWork(folder, coveredEntry);
  return {
    "fs.read": (args) => onPath(pathAt(args, 0, "fs.read"), "read", read, readWhole),
    "fs.exists": (args) => onPath(pathAt(args, 0, "fs.exists"), "read", read, exists),
    "fs.write": (args) =>
      onPath(pathAt(args, 0, "fs.write"), "write", write, (path) => {
        const [append, createNew] = [args[2] === true, args[3] === true];
        return done(Deno.writeFile(path, bytesAt(args, 1, "fs.write"), { append, createNew }));
      }),
    "fs.remove": (args) =>
      onEntry(pathAt(args, 0, "fs.remove"), "write", write, async (path) => {
        await checkKind(path, args[1]);
        return await done(Deno.remove(path));
      }),
    "fs.rename": (args) => {
      const [from, to] = [pathAt(args, 0, "fs.rename"), pathAt(args, 1, "fs.rename")];
      return onPath(
        from,
        "write",
        write,
        (old) => onPath(to, "write", write, (path) => done(Deno.rename(old, path))),
      );
    },
    "fs.temporaryName": () => temporaryName(write),
  };
}

/** A file's content. Devices and pipes have no end, or make one wait for it. */
async function readWhole(path: string): Promise<Uint8Array> {
  const { isFile, isDirectory } = await Deno.stat(path);
  if (!isFile && !isDirectory) throw new Error("Not a regular file");
  return await Deno.readFile(path);
}

/** Looks whether the path is the `folder` or the `file` that is to be removed, when the caller says which. */
async function checkKind(path: string, kind: unknown): Promise<void> {
  if (kind !== "folder" && kind !== "file") return;
  const { isDirectory } = await Deno.lstat(path);
  if (isDirectory !== (kind === "folder")) {
    throw new Error(isDirectory ? "Is a directory" : "Not a directory");
  }
}

/** What a function without a value answers with: scripts tell it from a failure. */
async function done(work: Promise<void>): Promise<true> {
  await work;
  return true;
}

/** A name in the folder for temporary files, which the grant must cover. */
function temporaryName(grant: Grant): string {
  const path = join(tmpdir(), `llmspell-${crypto.randomUUID()}`);
  if (coveredPath(grant, path, tmpdir()) === undefined) {
    throw hostDenied("write", tmpdir(), "allow-write");
  }
  return path;
}

/**
 * Does work on a path, when the grant covers it.
 *
 * @param folder what relative paths are relative to
 * @param locate finds the real path that a grant covers
 * @throws {KernelError} `host.denied`, or `host.failed` with the system's reason
 */
export function pathWork(folder: string, locate: typeof coveredPath = coveredPath) {
  return async <T>(
    path: string,
    action: "read" | "write",
    grant: Grant,
    work: (path: string) => Promise<T>,
  ): Promise<T> => {
    const real = locate(grant, path, folder);
    if (real === undefined) throw hostDenied(action, path, `allow-${action}`);
    try {
      return await work(real);
    } catch (error) {
      if (error instanceof TypeError || error instanceof KernelError) throw error;
      throw hostFailed(action, path, error);
    }
  };
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
