// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { exitCodes } from "../exit_codes.ts";
import { kernelOption } from "./kernel_choice.ts";

/** Closes a session of a kernel. */
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
    const { endSession } = await import("../operate/end_session.ts");
    const session = positionals[0]!;
    const id = await endSession("session.close", { session, kernel: options.kernel }, env);
    terminal.write(`Closed session "${session}" of kernel "${id}"\n`);
    return exitCodes.success;
  },
});
