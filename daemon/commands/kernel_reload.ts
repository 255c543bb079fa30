// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { formatOption } from "../cli/output_format.ts";
import { exitCodes } from "../exit_codes.ts";
import { idOption, idPositionals, kernelChoice } from "./kernel_choice.ts";

/** Has a kernel read its configuration anew. */
export const kernelReloadCommand = defineCommand({
  name: "kernel reload",
  summary: "Have a kernel read its configuration anew",
  usage: "[options] [ID]",
  description:
    "No client loses its connection. A configuration that is not valid changes nothing; the error names file, " +
    "line and setting.",
  options: {
    id: idOption,
    "dry-run": { type: "flag", description: "Show what would change, and change nothing" },
    format: formatOption(["text", "json"]),
  },
  positionals: idPositionals,
  examples: [
    { command: "llmspell kernel reload --dry-run", description: "Shows what a reload would do" },
    { command: "llmspell kernel reload work", description: "Puts the changes in force" },
  ],
  async run({ options, positionals }, { env, terminal }) {
    const { chooseKernel } = await import("../operate/choose_kernel.ts");
    const { operateOnce } = await import("../operate/control_client.ts");
    const { changesText } = await import("../operate/config_changes.ts");
    const { record } = await chooseKernel(kernelChoice(positionals, options.id), env);
    const dryRun = options["dry-run"];
    const { changes } = await operateOnce({ record, env }, "config.reload", { dryRun });
    terminal.write(
      options.format === "json"
        ? JSON.stringify(changes, undefined, 2) + "\n"
        : changesText(changes, dryRun),
    );
    return exitCodes.success;
  },
});
