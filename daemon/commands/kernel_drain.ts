// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { exitCodes } from "../exit_codes.ts";
import { idOption, idPositionals, kernelChoice, timeoutOption } from "./kernel_choice.ts";

/** Has a kernel finish its work and take no more. */
export const kernelDrainCommand = defineCommand({
  name: "kernel drain",
  summary: "Have a kernel finish its work and take no more",
  usage: "[options] [ID]",
  description:
    "New requests to run code are refused, what runs and waits goes on, and readiness fails, so that a load " +
    "balancer turns elsewhere. llmspell kernel resume takes it back.",
  options: {
    id: idOption,
    wait: { type: "flag", description: "Wait until nothing runs any longer" },
    timeout: timeoutOption("300", "Longest time to wait"),
  },
  positionals: idPositionals,
  examples: [
    {
      command: "llmspell kernel drain work --wait && llmspell kernel stop work",
      description: "Ends a kernel without breaking off anything",
    },
    { command: "llmspell kernel drain", description: "The only kernel that runs, without waiting" },
  ],
  async run({ options, positionals }, { env, terminal }) {
    const { chooseKernel } = await import("../operate/choose_kernel.ts");
    const { drainKernel } = await import("../operate/await_drained.ts");
    const { readSeconds } = await import("../cli/seconds.ts");
    const waitMs = readSeconds("--timeout", options.timeout);
    const kernel = await chooseKernel(kernelChoice(positionals, options.id), env);
    const left = await drainKernel(kernel, { env, ...(options.wait ? { waitMs } : {}) });
    const rest = left === 0 ? "nothing runs" : `${left} requests run or wait`;
    terminal.write(`Kernel "${kernel.record.id}" takes no new work; ${rest}\n`);
    return exitCodes.success;
  },
});
