// SPDX-License-Identifier: Apache-2.0 OR MIT
// Host functions on files.

import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Grant } from "./policy.ts";
import { KernelError } from "../../errors.ts";
import { bytesAt, textAt } from "./arguments.ts";
import { hostDenied, hostFailed } from "./errors.ts";
import type { HostFunctions, HostOptions } from "./mod.ts";
import { coveredPath } from "./path_policy.ts";

/** The functions `fs.*`. */
export function fileFunctions(
  { policy: { read, write }, folder }: Pick<HostOptions, "policy" | "folder">,
): HostFunctions {
  const onPath = pathWork(folder);
  return {
    "fs.read": (args) => onPath(args, "read", read, (path) => Deno.readFile(path)),
    "fs.exists": (args) => onPath(args, "read", read, exists),
    "fs.write": (args) =>
      onPath(args, "write", write, (path) => {
        const append = args[2] === true;
        return done(Deno.writeFile(path, bytesAt(args, 1, "fs.write"), { append }));
      }),
    "fs.remove": (args) => onPath(args, "write", write, (path) => done(Deno.remove(path))),
    "fs.rename": (args) =>
      onPath(
        args,
        "write",
        write,
        (from) => onPath([args[1]], "write", write, (to) => done(Deno.rename(from, to))),
      ),
    "fs.temporaryName": () => temporaryName(write),
  };
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

/** Does work on the path that the first argument names, when the grant covers it. */
function pathWork(folder: string) {
  return async <T>(
    args: readonly unknown[],
    action: "read" | "write",
    grant: Grant,
    work: (path: string) => Promise<T>,
  ): Promise<T> => {
    const path = textAt(args, 0, "fs");
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
