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
    "language": {
      type: "value",
      placeholder: "LANGUAGE",
      completes: ["lua", "javascript", "python"],
      description: "Language of the kernel; lua when not given",
    },
    "name": {
      type: "value",
      placeholder: "NAME",
      description: "Name the kernel is chosen by; llmspell, or llmspell-LANGUAGE with --language",
    },
    "display-name": {
      type: "value",
      placeholder: "NAME",
      description: "Name shown to people; the language, and llmspell in brackets",
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
      command: "llmspell kernel install --user --language python",
      description: "A kernel for Python, as llmspell-python",
    },
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
    const { language = "lua" } = options;
    const name = options.name ??
      (options.language === undefined ? "llmspell" : `llmspell-${language}`);
    const directory = await kernelspec.kernelspecDirectory(place, name, env);
    const spec = kernelspec.makeKernelspec({
      command: kernelspec.programCommand({
        standalone: Deno.build.standalone,
        execPath: Deno.execPath(),
        mainModule: Deno.mainModule,
      }),
      language,
      displayName: options["display-name"] ?? `${displayNames[language] ?? language} (llmspell)`,
      env: Object.fromEntries(options.env.map(assignment)),
    });
    await kernelspec.writeKernelspec(directory, spec, openAssets(env));
    terminal.write(`Installed kernel "${name.toLowerCase()}" in ${directory}\n`);
    return exitCodes.success;
  },
});

/** Languages as people write them. */
const displayNames: Readonly<Record<string, string>> = Object.freeze({
  lua: "Lua",
  javascript: "JavaScript",
  python: "Python",
});

function assignment(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw invalidValue("--env", text, "--env KEY=VALUE");
  return [text.slice(0, at), text.slice(at + 1)];
}
