// SPDX-License-Identifier: Apache-2.0 OR MIT
// The folders in which running kernels may have left their records.

import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Env, llmspellHome } from "../paths.ts";

/** Where to look besides what the environment names. */
export interface RunFolderPlaces {
  /** Folder of system services' run folders. */
  readonly system?: string;
}

/**
 * All folders that are there and may hold records, each once and by its real path: those of systemd, of
 * `LLMSPELL_HOME`, of the user's runtime folder, of system services and of all users' temporary folders.
 */
export function findRunFolders(env: Env, { system = "/run" }: RunFolderPlaces = {}): string[] {
  const runtime = env("XDG_RUNTIME_DIR");
  const temporary = env("TMPDIR") || tmpdir();
  const candidates = [
    ...(env("RUNTIME_DIRECTORY") ?? "").split(":").filter((path) => path !== ""),
    join(llmspellHome(env), "run"),
    ...(runtime ? namedLike(runtime, /^llmspell/) : []),
    ...namedLike(system, /^llmspell/),
    ...namedLike(temporary, /^llmspell-/).map((path) => join(path, "run")),
  ];
  return [...new Set(candidates.map(realFolder).filter((path) => path !== undefined))];
}

/** Folders below `parent` by name; none where it cannot be read. */
function namedLike(parent: string, pattern: RegExp): string[] {
  try {
    return [...Deno.readDirSync(parent)].map(({ name }) => name).filter((name) =>
      pattern.test(name)
    )
      .sort().map((name) => join(parent, name));
  } catch {
    return [];
  }
}

function realFolder(path: string): string | undefined {
  try {
    const real = Deno.realPathSync(resolve(path));
    return Deno.statSync(real).isDirectory ? real : undefined;
  } catch {
    return undefined; // Missing, or closed to us: then no kernel of ours is there.
  }
}
