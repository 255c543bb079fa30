// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { exitCodes } from "../exit_codes.ts";
import { idOption, idPositionals, kernelChoice } from "./kernel_choice.ts";

/** Has a draining kernel take work again. */
export const kernelResumeCommand = defineCommand({
  name: "kernel resume",
  summary: "Have a drained kernel take work again",
  usage: "[options] [ID]",
  options: { id: idOption },
  positionals: idPositionals,
  examples: [
    {
      command: "llmspell kernel resume work",
      description: "Takes back llmspell kernel drain work",
    },
  ],
  async run({ options, positionals }, { env, terminal }) {
    const { chooseKernel } = await import("../operate/choose_kernel.ts");
    const { operateOnce } = await import("../operate/control_client.ts");
    const { record } = await chooseKernel(kernelChoice(positionals, options.id), env);
    await operateOnce({ record, env }, "kernel.resume", {});
    terminal.write(`Kernel "${record.id}" takes work again\n`);
    return exitCodes.success;
  },
});
