// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { scriptOptions } from "./script_options.ts";

/** Runs a kernel in the foreground. */
export const kernelStartCommand = defineCommand({
  name: "kernel start",
  summary: "Run a kernel that Jupyter clients connect to",
  usage: "[options]",
  description:
    "Listens on the ports that the connection file names, until it is told to shut down, a SIGTERM or SIGINT " +
    "arrives, or the front end that started it ends. SIGINT interrupts running code first. A file that is not " +
    "there is made, with ports that are free and a random key, and removed in the end.",
  options: {
    "connection-file": {
      type: "value",
      short: "f",
      placeholder: "FILE",
      completes: "file",
      description: "Connection or registration file; without it one is made in LLMSPELL_HOME",
    },
    "ip": {
      type: "value",
      placeholder: "ADDRESS",
      default: "127.0.0.1",
      description: "Address to listen on, for a new connection file",
    },
    "transport": {
      type: "value",
      placeholder: "KIND",
      default: "tcp",
      completes: ["tcp", "ipc"],
      description: "Kind of sockets, for a new connection file",
    },
    "log-level": {
      type: "value",
      placeholder: "LEVEL",
      completes: ["debug", "info", "warning", "error"],
      env: "LLMSPELL_LOG_LEVEL",
      description: "Least severity that is logged on standard error",
    },
    ...scriptOptions,
  },
  positionals: [],
  examples: [
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
    const { startKernel } = await import("../kernel.ts");
    const { scriptConfig } = await import("../script_config.ts");
    return await startKernel({
      config: scriptConfig(options, context.env, logLevel(options["log-level"])),
      connectionFile: options["connection-file"],
      ip: options.ip,
      transport: options.transport === "ipc" ? "ipc" : "tcp",
      ...context,
    });
  },
});

function logLevel(text: string | undefined): "debug" | "info" | "warning" | "error" | undefined {
  return (["debug", "info", "warning", "error"] as const).find((level) => level === text);
}
