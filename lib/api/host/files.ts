// SPDX-License-Identifier: Apache-2.0 OR MIT
// Host functions on files.

import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Grant } from "./policy.ts";
import { KernelError } from "../../errors.ts";
import { bytesAt, pathAt } from "./arguments.ts";
import { hostDenied, hostFailed } from "./errors.ts";
import type { HostFunctions, HostOptions } from "./mod.ts";
import { coveredPath } from "./path_policy.ts";

/** The functions `fs.*`. */
export function fileFunctions(
  { policy: { read, write }, folder }: Pick<HostOptions, "policy" | "folder">,
): HostFunctions {
  const onPath = pathWork(folder);
  return {
    "fs.read": (args) => onPath(pathAt(args, 0, "fs.read"), "read", read, readWhole),
    "fs.exists": (args) => onPath(pathAt(args, 0, "fs.exists"), "read", read, exists),
    "fs.write": (args) =>
      onPath(pathAt(args, 0, "fs.write"), "write", write, (path) => {
        const append = args[2] === true;
        return done(Deno.writeFile(path, bytesAt(args, 1, "fs.write"), { append }));
      }),
    "fs.remove": (args) =>
      onPath(pathAt(args, 0, "fs.remove"), "write", write, (path) => done(Deno.remove(path))),
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

/** Does work on a path, when the grant covers it. */
function pathWork(folder: string) {
  return async <T>(
    path: string,
    action: "read" | "write",
    grant: Grant,
    work: (path: string) => Promise<T>,
  ): Promise<T> => {
    const real = coveredPath(grant, path, folder);
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
