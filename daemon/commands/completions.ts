// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { exitCodes } from "../exit_codes.ts";

/** Prints a completion script for a shell. */
export const completionsCommand = defineCommand({
  name: "completions",
  summary: "Print the completion script for a shell",
  usage: "SHELL",
  options: {},
  positionals: [{ name: "SHELL", completes: ["bash", "zsh", "fish"] }],
  examples: [
    {
      command: "llmspell completions bash > ~/.local/share/bash-completion/completions/llmspell",
      description: "For bash, from the next shell on",
    },
    {
      command: 'llmspell completions zsh > "${fpath[1]}/_llmspell"',
      description: "For zsh; the folder must be in fpath before compinit runs",
    },
    {
      command: "llmspell completions fish > ~/.config/fish/completions/llmspell.fish",
      description: "For fish",
    },
  ],
  async run({ positionals }, { terminal }) {
    const { shellCompletions, shells } = await import("../cli/shell_completions.ts");
    const { loadCommands } = await import("./mod.ts");
    const shell = shells.find((name) => name === positionals[0]) ?? "bash";
    terminal.write(shellCompletions(shell, await loadCommands()));
    return exitCodes.success;
  },
});
