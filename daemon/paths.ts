// SPDX-License-Identifier: Apache-2.0 OR MIT
// The folders the program may write to, found even with an empty environment.

import { tmpdir, userInfo } from "node:os";
import { join, resolve } from "node:path";
import { KernelError } from "../lib/errors.ts";

/** Reads an environment variable. */
export type Env = (name: string) => string | undefined;

/** The variable's value; an empty one counts as absent. */
function given(env: Env, name: string): string | undefined {
  const value = env(name);
  return value === undefined || value === "" ? undefined : value;
}

/** The user's home folder: `HOME`, else what the system's user database says. */
export function homeDirectory(env: Env): string | undefined {
  const home = given(env, "HOME");
  if (home !== undefined) return home;
  try {
    return userInfo().homedir || undefined;
  } catch {
    return undefined; // A user id without an entry, as in containers.
  }
}

/** Where llmspell keeps its files: `LLMSPELL_HOME`, else `~/.llmspell`, else a private temporary folder. */
export function llmspellHome(env: Env): string {
  const home = given(env, "LLMSPELL_HOME");
  if (home !== undefined) return resolve(home);
  const user = homeDirectory(env);
  return user === undefined ? join(temporaryBase(), "home") : join(user, ".llmspell");
}

/**
 * Folders that may serve as cache, the wanted one first. `LLMSPELL_CACHE` and `XDG_CACHE_HOME` are orders, so
 * nothing takes their place; the home folder may be missing or read-only, and a temporary folder follows it.
 */
export function cacheCandidates(env: Env): string[] {
  const own = given(env, "LLMSPELL_CACHE");
  if (own !== undefined) return [resolve(own)];
  const xdg = given(env, "XDG_CACHE_HOME");
  if (xdg !== undefined) return [join(resolve(xdg), "llmspell")];
  const home = homeDirectory(env);
  const fallback = temporaryBase();
  return home === undefined ? [fallback] : [join(home, ".cache", "llmspell"), fallback];
}

/** Where history is kept, and why it is kept in memory alone when it is. */
export interface HistoryPlace {
  /** Path of the SQLite file, or `:memory:`. */
  readonly path: string;
  readonly problem: string | undefined;
}

/** History's place below `home`; in memory where no folder can be made, as in a read-only container. */
export function historyPlace(home: string): HistoryPlace {
  const folder = join(home, "sessions");
  try {
    Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
    return { path: join(folder, "history.sqlite"), problem: undefined };
  } catch (error) {
    return { path: ":memory:", problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Name of a folder of this user's own below the system's folder for temporary files. */
function temporaryBase(): string {
  return join(tmpdir(), `llmspell-${Deno.uid() ?? "user"}`);
}

/**
 * Makes a folder, and proves that no other user can put anything in its place or into it: what is in it gets
 * loaded as code.
 *
 * @throws {KernelError} `path.unsafe` when it belongs to another user or anyone may write to it
 */
export function makePrivateDirectory(path: string): void {
  Deno.mkdirSync(path, { recursive: true, mode: 0o700 });
  const info = Deno.lstatSync(path);
  const uid = Deno.uid();
  const mode = info.mode ?? 0;
  const foreign = uid !== null && info.uid !== null && info.uid !== uid && info.uid !== 0;
  const open = (mode & 0o002) !== 0 && (mode & 0o1000) === 0;
  if (info.isDirectory && !foreign && !open) return;
  throw new KernelError(
    "path.unsafe",
    `Cannot use folder "${path}": other users can write to it`,
    "set LLMSPELL_CACHE to a folder of your own",
  );
}
