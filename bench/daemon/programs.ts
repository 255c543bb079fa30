// SPDX-License-Identifier: Apache-2.0 OR MIT
// Which programs are measured.

import { delimiter, join, resolve } from "node:path";
import { programMissing } from "./errors.ts";

/** Where programs are looked for. */
export interface Places {
  /** Folder of the checkout. */
  readonly root: string;
  readonly env: (name: string) => string | undefined;
  readonly exists: (path: string) => boolean;
}

/** Absolute paths. */
export interface Programs {
  /** The compiled program. */
  readonly binary: string;
  /** The peer; `undefined` when it is not installed. */
  readonly nginx: string | undefined;
}

/** Where Debian puts what is not in every user's `PATH`. */
const systemFolders = ["/usr/local/sbin", "/usr/sbin"];

/**
 * Finds the programs: those the environment names, else `dist/llmspell` and an nginx that is installed.
 *
 * @throws {BenchError} when there is no llmspell, or a program that was named is not there
 */
export function findPrograms({ root, env, exists }: Places): Programs {
  const named = (name: string) => {
    const path = env(name);
    return path === undefined || path === "" ? undefined : resolve(path);
  };
  const folders = [...(env("PATH") ?? "").split(delimiter), ...systemFolders];
  const binary = named("LLMSPELL_BIN") ?? join(root, "dist", "llmspell");
  const nginx = named("NGINX");
  for (const path of [binary, nginx]) {
    if (path !== undefined && !exists(path)) throw programMissing(path);
  }
  const installed = folders.filter((folder) => folder !== "").map((folder) =>
    join(folder, "nginx")
  );
  return { binary, nginx: nginx ?? installed.find(exists) };
}
