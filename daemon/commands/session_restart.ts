// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { exitCodes } from "../exit_codes.ts";
import { kernelOption } from "./kernel_choice.ts";

/** Gives a session a new interpreter. */
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
    const { endSession } = await import("../operate/end_session.ts");
    const session = positionals[0]!;
    const id = await endSession("session.restart", { session, kernel: options.kernel }, env);
    terminal.write(`Restarted session "${session}" of kernel "${id}"\n`);
    return exitCodes.success;
  },
});
