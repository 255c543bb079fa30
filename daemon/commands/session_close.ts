// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { exitCodes } from "../exit_codes.ts";
import { kernelOption } from "./kernel_choice.ts";

/** Close a session of a kernel. */
export const sessionCloseCommand = defineCommand({
  name: "session close",
  summary: "Close a session of a kernel",
  usage: "[options] NAME",
  description:
    "What runs in it is interrupted, and its variables are lost. Other sessions do not notice. The session main lives as long as its kernel.",
  options: { kernel: kernelOption },
  positionals: [{ name: "NAME" }],
  examples: [
    {
      command: "llmspell session close python",
      description: "The session that llmspell session create opened",
    },
  ],
  async run({ options, positionals }, { env, terminal }) {
    const { chooseKernel } = await import("../operate/choose_kernel.ts");
    const { operateOnce } = await import("../operate/control_client.ts");
    const session = positionals[0]!;
    const { record } = await chooseKernel(options.kernel, env);
    await operateOnce({ record, env, answerMs: endMs }, "session.close", { session });
    terminal.write(`Closed session "${session}" of kernel "${record.id}"\n`);
    return exitCodes.success;
  },
});

/** What runs there gets the kernel's time of grace to end, which may be minutes. */
const endMs = 600_000;
