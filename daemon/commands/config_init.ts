// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { exitCodes } from "../exit_codes.ts";

/** Writes a configuration file to start from. */
export const configInitCommand = defineCommand({
  name: "config init",
  summary: "Write a configuration file to start from",
  usage: "[options]",
  description:
    "The file names every setting with its meaning, default, bounds and variable, all of them commented out, so " +
    "that nothing changes until you edit it. Only you can read it. A file that is there is left alone.",
  options: {
    "path": {
      type: "value",
      placeholder: "FILE",
      completes: "file",
      description: "File to write; without it config.toml in LLMSPELL_HOME",
    },
    "force": { type: "flag", description: "Replace a file that is there" },
  },
  positionals: [],
  examples: [
    { command: "llmspell config init", description: "Then edit ~/.llmspell/config.toml" },
    {
      command: "llmspell config init --path ~/.llmspell/kernel.toml",
      description: "For what shall hold for kernels alone",
    },
  ],
  async run({ options }, { terminal, env }) {
    const { join, resolve } = await import("node:path");
    const { configTemplate } = await import("../../lib/config/mod.ts");
    const { llmspellHome } = await import("../paths.ts");
    const { writeConfigFile } = await import("../write_config.ts");
    const path = resolve(options.path ?? join(llmspellHome(env), "config.toml"));
    await writeConfigFile(path, configTemplate(), options.force);
    terminal.write(`Wrote ${path}\nTo check it after a change: llmspell config validate\n`);
    return exitCodes.success;
  },
});
