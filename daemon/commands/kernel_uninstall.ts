// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { exitCodes } from "../exit_codes.ts";
import { kernelspecOptions, kernelspecPlace } from "./kernelspec_options.ts";

/** Takes the kernel away from Jupyter. */
export const kernelUninstallCommand = defineCommand({
  name: "kernel uninstall",
  summary: "Take the kernel away from Jupyter",
  usage: "[options]",
  options: kernelspecOptions,
  positionals: [],
  examples: [
    { command: "llmspell kernel uninstall --user", description: "From the user's own folder" },
    {
      command: "llmspell kernel uninstall --sys-prefix --name work",
      description: "From the Python environment that is active, by name",
    },
  ],
  async run({ options }, { terminal, env }) {
    const { kernelspecDirectory, removeKernelspec } = await import("../kernelspec.ts");
    const directory = await kernelspecDirectory(kernelspecPlace(options), options.name, env);
    await removeKernelspec(directory);
    terminal.write(`Removed kernel "${options.name.toLowerCase()}" from ${directory}\n`);
    return exitCodes.success;
  },
});
