// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * llmspell: a kernel daemon for LLM scripts. `llmspell --help` lists the commands.
 *
 * ```sh
 * llmspell exec 'return 6 * 7'
 * llmspell run hello.lua
 * llmspell kernel start --connection-file kernel.json
 * ```
 *
 * @module
 */

import { createTerminal, main } from "./daemon/mod.ts";

if (import.meta.main) {
  const env = (name: string): string | undefined => Deno.env.get(name);
  const terminal = createTerminal(Deno, env);
  Deno.exit(await main(Deno.args, { terminal, env }));
}
