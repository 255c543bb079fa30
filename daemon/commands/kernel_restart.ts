// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { formatOption } from "../cli/output_format.ts";
import { exitCodes } from "../exit_codes.ts";
import { idOption, idPositionals, kernelChoice, timeoutOption } from "./kernel_choice.ts";

/** Stops a kernel and starts it again in the same place. */
export const kernelRestartCommand = defineCommand({
  name: "kernel restart",
  summary: "End a kernel and start it again in the same place",
  usage: "[options] [ID]",
  description:
    "The kernel saves its state, ends and starts with the same id, ports, key and command line; then it restores " +
    "its state, and clients find it again. For kernels that run detached; a service is restarted by its own " +
    "manager.",
  options: {
    id: idOption,
    timeout: timeoutOption("30", "Time to end by itself; then comes SIGKILL"),
    format: formatOption(["text", "json"]),
  },
  positionals: idPositionals,
  examples: [
    { command: "llmspell kernel restart", description: "The only kernel that runs" },
    { command: "llmspell kernel restart work", description: "After an update of the program" },
  ],
  async run({ options, positionals }, { env, terminal }) {
    const { findKernels } = await import("../operate/discovery.ts");
    const { selectKernel } = await import("../operate/select.ts");
    const { restartKernel } = await import("../operate/restart_kernel.ts");
    const { programCommand } = await import("../kernelspec.ts");
    const { readSeconds } = await import("../cli/seconds.ts");
    const { humanSeconds } = await import("../cli/human.ts");
    const choice = kernelChoice(positionals, options.id);
    const result = await restartKernel(selectKernel(await findKernels(env), choice), {
      env,
      now: () => performance.now(),
      timeoutMs: readSeconds("--timeout", options.timeout),
      force: false,
      cleanup: true,
      command: programCommand({
        standalone: Deno.build.standalone,
        execPath: Deno.execPath(),
        mainModule: Deno.mainModule,
      }),
    });
    const { id, pid, stop, seconds, connectionFile } = result;
    terminal.write(
      options.format === "json"
        ? JSON.stringify(result, undefined, 2) + "\n"
        : `Restarted kernel "${id}" in ${
          humanSeconds(seconds)
        }: process ${stop.pid} is now ${pid}\n` +
          `Connection file as before: ${connectionFile}\n`,
    );
    return exitCodes.success;
  },
});
