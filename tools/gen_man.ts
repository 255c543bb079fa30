// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Writes the manual pages in `services/man` from the command records. Run it by `deno run -A tools/gen_man.ts`; with
 * `--check` it exits with 1 when one is not current.
 *
 * @module
 */

import { loadCommands } from "../daemon/commands/mod.ts";
import { manPages } from "../daemon/install/man_page.ts";
import { manRoff } from "../daemon/install/man_roff.ts";
import { programVersion } from "../daemon/version.ts";
import { type GeneratedFiles, runGenerator } from "./generated_files.ts";

/** The pages by path. */
export async function manFiles(): Promise<GeneratedFiles> {
  const pages = manPages(await loadCommands());
  return Object.fromEntries(
    pages.map((page) => [`services/man/${page.name}.1`, manRoff(page, programVersion)]),
  );
}

if (import.meta.main) Deno.exit(await runGenerator(await manFiles(), Deno.args));
