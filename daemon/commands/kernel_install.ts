// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { invalidValue } from "../cli/errors.ts";
import { exitCodes } from "../exit_codes.ts";
import { kernelspecOptions, kernelspecPlace } from "./kernelspec_options.ts";

/** Makes the kernel known to Jupyter. */
export const kernelInstallCommand = defineCommand({
  name: "kernel install",
  summary: "Make the kernel known to Jupyter",
  usage: "[options]",
  description:
    "Writes a kernelspec that starts this very program: the binary where it lies now, or this checkout.",
  options: {
    ...kernelspecOptions,
    "display-name": {
      type: "value",
      placeholder: "NAME",
      default: "Lua (llmspell)",
      description: "Name shown to people",
    },
    "env": {
      type: "list",
      placeholder: "KEY=VALUE",
      description: "Environment variable the kernel is started with",
    },
  },
  positionals: [],
  examples: [
    { command: "llmspell kernel install --user", description: "For every Jupyter of this user" },
    {
      command: "llmspell kernel install --sys-prefix",
      description: "For the Python environment that is active",
    },
    {
      command: 'llmspell kernel install --name work --display-name "Lua at work" --env A=1',
      description: "Under another name, with a variable set",
    },
  ],
  async run({ options }, { terminal, env }) {
    const kernelspec = await import("../kernelspec.ts");
    const { openAssets } = await import("../assets.ts");
    const place = kernelspecPlace(options);
    const directory = await kernelspec.kernelspecDirectory(place, options.name, env);
    const spec = kernelspec.makeKernelspec({
      command: kernelspec.programCommand({
        standalone: Deno.build.standalone,
        execPath: Deno.execPath(),
        mainModule: Deno.mainModule,
      }),
      displayName: options["display-name"],
      env: Object.fromEntries(options.env.map(assignment)),
    });
    await kernelspec.writeKernelspec(directory, spec, openAssets(env));
    terminal.write(`Installed kernel "${options.name.toLowerCase()}" in ${directory}\n`);
    return exitCodes.success;
  },
});

function assignment(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw invalidValue("--env", text, "--env KEY=VALUE");
  return [text.slice(0, at), text.slice(at + 1)];
}
