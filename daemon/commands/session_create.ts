// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { formatOption } from "../cli/output_format.ts";
import { exitCodes } from "../exit_codes.ts";
import { kernelOption } from "./kernel_choice.ts";

/** Opens a session in a running kernel. */
export const sessionCreateCommand = defineCommand({
  name: "session create",
  summary: "Open a further session in a running kernel",
  usage: "[options]",
  description:
    "A session has an interpreter, variables, memory and ports of its own; a front end connects to it with its " +
    "connection file as to a kernel. Sessions share values by State alone.",
  options: {
    language: {
      type: "value",
      short: "l",
      placeholder: "LANGUAGE",
      completes: ["lua", "javascript", "python"],
      description: "lua, javascript or python; the kernel's own when not set",
    },
    name: {
      type: "value",
      placeholder: "NAME",
      description: "Name of the session; that of its language, with a number, when not set",
    },
    kernel: kernelOption,
    format: formatOption(["text", "json"]),
  },
  positionals: [],
  examples: [
    {
      command: "llmspell session create --language python",
      description: "In the only kernel that runs",
    },
    {
      command: "llmspell session create -l javascript --format json | jq -r .connectionFile",
      description: "The path that jupyter console --existing wants",
    },
  ],
  async run({ options }, { env, terminal }) {
    const { chooseKernel } = await import("../operate/choose_kernel.ts");
    const { operateOnce } = await import("../operate/control_client.ts");
    const { shellWord } = await import("../operate/connect_help.ts");
    const { record } = await chooseKernel(options.kernel, env);
    const created = await operateOnce({ record, env }, "session.create", {
      ...(options.language === undefined ? {} : { language: options.language }),
      ...(options.name === undefined ? {} : { session: options.name }),
    });
    const { session, language, connectionFile } = created;
    terminal.write(
      options.format === "json"
        ? JSON.stringify(created, undefined, 2) + "\n"
        : `Session "${session}" (${language}) is open in kernel "${record.id}". To connect:\n` +
          `  jupyter console --existing ${shellWord(connectionFile)}\n`,
    );
    return exitCodes.success;
  },
});
