// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { exitCodes } from "../exit_codes.ts";

/** Lists all that is wrong with the configuration. */
export const configValidateCommand = defineCommand({
  name: "config validate",
  summary: "Check the configuration and list all that is wrong",
  usage: "[options] [FILE]",
  description:
    "Without FILE it checks what a kernel would start with: config.toml and kernel.toml in LLMSPELL_HOME and the " +
    "environment. With FILE it checks that file alone. Each problem is one line, its place first, as editors read " +
    "it; the exit code is 1 when there is one.",
  options: {
    "format": {
      type: "value",
      placeholder: "FORMAT",
      default: "text",
      completes: ["text", "json"],
      description: "Form of the output",
    },
  },
  positionals: [{ name: "FILE", completes: "file", optional: true }],
  examples: [
    { command: "llmspell config validate", description: "What a kernel would start with" },
    {
      command: "llmspell config validate --format json new.toml",
      description: "One file, for a program to read",
    },
  ],
  async run({ options, positionals }, { terminal, env }) {
    const { checkedFiles, describeCheck } = await import("../config_report.ts");
    const checked = await checkedFiles(positionals[0], env);
    if (options.format === "json") {
      const { files, problems } = checked;
      const valid = problems.length === 0;
      terminal.write(JSON.stringify({ valid, files, problems }, undefined, 2) + "\n");
    } else {
      terminal.write(describeCheck(checked));
    }
    return checked.problems.length === 0 ? exitCodes.success : exitCodes.failure;
  },
});
