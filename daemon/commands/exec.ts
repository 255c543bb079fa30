// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { engineOption, scriptOptions } from "./script_options.ts";

/** Runs code given on the command line and prints its value. */
export const execCommand = defineCommand({
  name: "exec",
  summary: "Run code and print its value",
  usage: "[options] CODE",
  description:
    "The code is in the language that --engine names, else in that of the setting kernel.language, else in Lua.",
  options: { ...engineOption, ...scriptOptions },
  positionals: [{ name: "CODE" }],
  examples: [
    { command: "llmspell exec '6 * 7'", description: "Prints 42" },
    {
      command: "llmspell exec 'for i = 1, 3 do print(i) end'",
      description: "Statements work as well",
    },
    {
      command: "llmspell exec --engine py 'sum(range(10))'",
      description: "In another language",
    },
  ],
  async run({ options, positionals }, context) {
    const { runCode } = await import("../run_script.ts");
    const { scriptConfig } = await import("../script_config.ts");
    const config = await scriptConfig(options, context.env);
    const { engine } = options;
    return await runCode({ config, engine, code: positionals[0]!, ...context });
  },
});
