// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { formatOption } from "../cli/output_format.ts";
import { exitCodes } from "../exit_codes.ts";
import { idOption, idPositionals, kernelChoice } from "./kernel_choice.ts";

/** Tells how to attach clients to a kernel. */
export const kernelConnectCommand = defineCommand({
  name: "kernel connect",
  summary: "Tell how to attach each kind of client to a kernel",
  usage: "[options] [ID]",
  options: { id: idOption, format: formatOption(["text", "json"]) },
  positionals: idPositionals,
  examples: [
    { command: "llmspell kernel connect", description: "For the only kernel that runs" },
    {
      command: "llmspell kernel connect work --format json | jq -r .connectionFile",
      description: "The path that clients want",
    },
  ],
  async run({ options, positionals }, { env, terminal }) {
    const { chooseKernel } = await import("../operate/choose_kernel.ts");
    const { connectHelp, connectText } = await import("../operate/connect_help.ts");
    const { record } = await chooseKernel(kernelChoice(positionals, options.id), env);
    const help = connectHelp(record);
    terminal.write(
      options.format === "json" ? JSON.stringify(help, undefined, 2) + "\n" : connectText(help),
    );
    return exitCodes.success;
  },
});
