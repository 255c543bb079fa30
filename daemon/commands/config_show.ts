// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { exitCodes } from "../exit_codes.ts";

/** Prints the configuration in force. */
export const configShowCommand = defineCommand({
  name: "config show",
  summary: "Print the configuration that a kernel would start with",
  usage: "[options] [SETTING]",
  description:
    "SETTING is a section (log) or a setting (log.level), of which the bare value is printed; without it " +
    "everything is. Secrets are masked.",
  options: {
    "origins": {
      type: "flag",
      description: "Say of each value where it comes from: default, file and line, variable",
    },
    "config": {
      type: "value",
      placeholder: "FILE",
      completes: "file",
      description: "File to read instead of config.toml",
    },
    "format": {
      type: "value",
      placeholder: "FORMAT",
      default: "toml",
      completes: ["toml", "json"],
      description: "Form of the output",
    },
  },
  positionals: [{ name: "SETTING", optional: true }],
  examples: [
    { command: "llmspell config show --origins", description: "Everything, and where it is set" },
    { command: "llmspell config show log.level", description: "One value" },
    {
      command: "llmspell config show --format json health",
      description: "One section, for a program to read",
    },
  ],
  async run({ options, positionals }, { terminal, env }) {
    const { configSources, readConfig } = await import("../config_files.ts");
    const { showConfig } = await import("../config_report.ts");
    const loaded = await readConfig(configSources({ config: options.config }, env));
    const { origins } = options;
    const format = options.format === "json" ? "json" : "toml";
    terminal.write(showConfig(loaded, { only: positionals[0], origins, format }));
    return exitCodes.success;
  },
});
