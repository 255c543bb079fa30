// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { formatOption } from "../cli/output_format.ts";
import { idOption, idPositionals, kernelChoice } from "./kernel_choice.ts";

/** Shows how kernels do. */
export const kernelStatusCommand = defineCommand({
  name: "kernel status",
  summary: "Show how a kernel does",
  usage: "[options] [ID]",
  description:
    "One kernel in detail: phase, health, sessions, clients, CPU, memory, requests, latency, ports and files. " +
    "Without ID, and when several run, a table of all. The exit code is 0 when a kernel runs and 1 when none " +
    "does. JSON and YAML are one value for an ID, and a list without.",
  options: {
    id: idOption,
    format: formatOption(["table", "json", "yaml", "text"]),
    quiet: { type: "flag", short: "q", description: "Print nothing; only the exit code tells" },
    watch: {
      type: "flag",
      short: "w",
      description: "Show it again and again until Ctrl-C, or until the kernel ends",
    },
    interval: {
      type: "value",
      short: "i",
      placeholder: "SECONDS",
      default: "2",
      description: "Time between two showings of --watch",
    },
  },
  positionals: idPositionals,
  examples: [
    { command: "llmspell kernel status", description: "The only kernel, or a table of all" },
    {
      command: "llmspell kernel status work --watch --interval 5",
      description: 'The kernel "work", anew every five seconds',
    },
    {
      command: "llmspell kernel status --quiet 9555 || llmspell kernel start --daemon --port 9555",
      description: "Starts a kernel on a port unless one is there",
    },
  ],
  async run({ options, positionals }, context) {
    const { readSeconds } = await import("../cli/seconds.ts");
    const { invalidValue } = await import("../cli/errors.ts");
    const intervalMs = readSeconds("--interval", options.interval);
    if (intervalMs < 100) throw invalidValue("--interval", options.interval, "0.1 or more");
    const selector = kernelChoice(positionals, options.id);
    if (options.quiet) {
      const { quietStatus } = await import("../operate/status_choice.ts");
      return await quietStatus(selector, context.env);
    }
    const { showStatus } = await import("../operate/show_status.ts");
    return await showStatus({
      selector,
      format: options.format as "table" | "json" | "yaml" | "text",
      ...(options.watch ? { intervalMs } : {}),
    }, context);
  },
});
