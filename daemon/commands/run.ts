// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { engineOption, scriptOptions } from "./script_options.ts";

/** Runs a script and ends with its exit code. */
export const runCommand = defineCommand({
  name: "run",
  summary: "Run a script and end with its exit code",
  usage: "[options] SCRIPT [--] [ARGUMENTS]",
  description:
    "The script finds the words behind its name in ARGS, and where its language has them: arg, process.argv, " +
    "sys.argv. It may load modules that lie beside it; files, environment and programs are closed to it unless " +
    "an option opens them. SCRIPT - reads the script from standard input.\n\n" +
    "Its language is what --engine names, else what its ending says (.lua, .js, .mjs, .cjs, .ts, .mts, .py), " +
    "else what its first line says (#!/usr/bin/env python3), else the setting kernel.language, else Lua. " +
    "llmspell SCRIPT ARGUMENTS runs a script too, so that #!/usr/bin/env llmspell makes it a command.",
  options: { ...engineOption, ...scriptOptions },
  positionals: [{ name: "SCRIPT", completes: "file" }],
  takesRest: true,
  examples: [
    { command: "llmspell run hello.lua", description: "Run a script" },
    { command: "llmspell run count.lua -- --from 1 10", description: "With arguments" },
    {
      command: "llmspell run --allow-read=data --allow-env=HOME report.lua",
      description: "Let it read the files below data, and one variable",
    },
    {
      command: "echo 'print(6 * 7)' | llmspell run --engine python -",
      description: "From standard input",
    },
  ],
  async run({ options, positionals, rest }, context) {
    const { runScript } = await import("../run_script.ts");
    const { scriptConfig } = await import("../script_config.ts");
    const config = await scriptConfig(options, context.env);
    const { engine } = options;
    return await runScript({ config, engine, path: positionals[0]!, arguments: rest, ...context });
  },
});
