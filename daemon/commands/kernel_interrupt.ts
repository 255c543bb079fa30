// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { exitCodes } from "../exit_codes.ts";
import { idOption, idPositionals, kernelChoice } from "./kernel_choice.ts";

/** Interrupts what a kernel runs. */
export const kernelInterruptCommand = defineCommand({
  name: "kernel interrupt",
  summary: "Interrupt the code that a kernel runs",
  usage: "[options] [ID]",
  description: "Sessions keep their variables; what waits behind the interrupted code goes on.",
  options: { id: idOption },
  positionals: idPositionals,
  examples: [
    { command: "llmspell kernel interrupt", description: "In the only kernel that runs" },
    { command: "llmspell kernel interrupt work", description: 'In the kernel "work"' },
  ],
  async run({ options, positionals }, { env, terminal }) {
    const { chooseKernel } = await import("../operate/choose_kernel.ts");
    const { operateOnce } = await import("../operate/control_client.ts");
    const { record } = await chooseKernel(kernelChoice(positionals, options.id), env);
    await operateOnce({ record, env }, "interrupt", {});
    terminal.write(`Interrupted kernel "${record.id}"\n`);
    return exitCodes.success;
  },
});
