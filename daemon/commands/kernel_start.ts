// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { kernelStartOptions } from "./kernel_start_options.ts";

/** Runs a kernel, in the foreground or as a daemon. */
export const kernelStartCommand = defineCommand({
  name: "kernel start",
  summary: "Run a kernel that Jupyter clients connect to",
  usage: "[options]",
  description:
    "Listens until it is told to shut down, a SIGTERM arrives, nobody uses it for the idle timeout, or the front end " +
    "that started it ends. With --daemon it runs in the background: the command returns when the kernel is ready and " +
    "prints its id, process, connection file and ports; when it cannot start, the reason. A connection file that is " +
    "not there is made, with a random key, and removed in the end.\n\n" +
    "Signals: SIGTERM shuts down (twice: at once), SIGINT interrupts running code, SIGHUP opens the logs anew and " +
    "reloads the configuration, SIGUSR1 reloads it, SIGUSR2 writes a state dump.",
  options: kernelStartOptions,
  positionals: [],
  examples: [
    {
      command: "llmspell kernel start --daemon --id work",
      description: "Then, elsewhere: llmspell kernel status work, llmspell kernel stop work",
    },
    {
      command: "llmspell kernel start --connection-file kernel.json",
      description: "Then, elsewhere: jupyter console --existing ./kernel.json",
    },
    {
      command: "llmspell kernel start --transport ipc --memory-limit 64MiB",
      description: "Reachable on this machine only, with little memory",
    },
  ],
  async run({ options }, context) {
    if (options.daemon && options.foreground) {
      const { invalidValue } = await import("../cli/errors.ts");
      throw invalidValue("--foreground", "with --daemon", "one of the two");
    }
    if (options.daemon) {
      const { startDaemon } = await import("../start_daemon.ts");
      return await startDaemon(options, context);
    }
    const { startKernel } = await import("../kernel.ts");
    return await startKernel(options, context);
  },
});
