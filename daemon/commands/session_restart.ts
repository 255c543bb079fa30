// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { exitCodes } from "../exit_codes.ts";
import { kernelOption } from "./kernel_choice.ts";

/** Give a session a new interpreter. */
export const sessionRestartCommand = defineCommand({
  name: "session restart",
  summary: "Give a session a new interpreter",
  usage: "[options] NAME",
  description:
    "What runs in it is interrupted, and its variables are lost; its clients stay connected. Other sessions do not notice. For the session main there is llmspell kernel restart.",
  options: { kernel: kernelOption },
  positionals: [{ name: "NAME" }],
  examples: [
    {
      command: "llmspell session restart python",
      description: "Its variables are gone, its clients stay",
    },
  ],
  async run({ options, positionals }, { env, terminal }) {
    const { chooseKernel } = await import("../operate/choose_kernel.ts");
    const { operateOnce } = await import("../operate/control_client.ts");
    const session = positionals[0]!;
    const { record } = await chooseKernel(options.kernel, env);
    await operateOnce({ record, env, answerMs: endMs }, "session.restart", { session });
    terminal.write(`Restarted session "${session}" of kernel "${record.id}"\n`);
    return exitCodes.success;
  },
});

/** What runs there gets the kernel's time of grace to end, which may be minutes. */
const endMs = 600_000;
