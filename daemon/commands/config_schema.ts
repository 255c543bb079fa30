// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { exitCodes } from "../exit_codes.ts";

/** Prints the JSON Schema of the configuration files. */
export const configSchemaCommand = defineCommand({
  name: "config schema",
  summary: "Print the JSON Schema of the configuration files",
  usage: "",
  description:
    "With it an editor completes and checks config.toml and kernel.toml while you type. The schema is of draft " +
    "2020-12 and says of each setting what it means, its default and whether a reload puts it in force (x-reload).",
  options: {},
  positionals: [],
  examples: [
    {
      command: "llmspell config schema > ~/.llmspell/config.schema.json",
      description: "Then write into the first line of config.toml: #:schema ./config.schema.json",
    },
  ],
  async run(_parsed, { terminal }) {
    const { configJsonSchema } = await import("../../lib/config/mod.ts");
    terminal.write(JSON.stringify(configJsonSchema(), undefined, 2) + "\n");
    return exitCodes.success;
  },
});
