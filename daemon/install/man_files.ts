// SPDX-License-Identifier: Apache-2.0 OR MIT
// Shows manual pages, and writes them where `man` finds them.

import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { type Env, homeDirectory } from "../paths.ts";
import { manUnwritable } from "./errors.ts";
import { replaceFile } from "./install_service.ts";
import type { ManPage } from "./man_page.ts";
import { manRoff } from "./man_roff.ts";

/** Folder of a user's own manual pages, which `man` searches without being told. */
export function manFolder(env: Env): string {
  const data = env("XDG_DATA_HOME") ||
    join(homeDirectory(env) ?? homedir(), ".local", "share");
  return join(resolve(data), "man");
}

/**
 * Writes the pages to `man1` in a folder of manual pages; older ones are replaced.
 *
 * @returns the paths written
 * @throws {KernelError} `man.unwritable`
 */
export async function installPages(
  pages: readonly ManPage[],
  folder: string,
  version: string,
): Promise<string[]> {
  const target = join(resolve(folder), "man1");
  const paths: string[] = [];
  try {
    for (const page of pages) {
      const path = join(target, `${page.name}.1`);
      await replaceFile(path, manRoff(page, version));
      paths.push(path);
    }
  } catch (error) {
    throw manUnwritable(target, error);
  }
  return paths;
}

/** Shows a page by `man` on the terminal; false when there is no `man`, or it does not take the page. */
export async function showPage(page: ManPage, version: string): Promise<boolean> {
  const folder = await Deno.makeTempDir({ prefix: "llmspell-man-" });
  try {
    const path = join(folder, `${page.name}.1`);
    await Deno.writeTextFile(path, manRoff(page, version));
    const { success } = await new Deno.Command("man", { args: [path] }).spawn().status;
    return success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
