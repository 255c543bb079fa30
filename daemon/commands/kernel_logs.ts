// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { exitCodes } from "../exit_codes.ts";
import { idOption, idPositionals, kernelChoice } from "./kernel_choice.ts";

/** Shows the log of a kernel. */
export const kernelLogsCommand = defineCommand({
  name: "kernel logs",
  summary: "Show the log of a kernel, and follow it",
  usage: "[options] [ID]",
  description:
    "Reads across rotated and compressed files, the oldest entry first. The log of a kernel that has ended is " +
    "found as well. With --follow it begins ten entries before the end, and goes on until Ctrl-C.",
  options: {
    id: idOption,
    file: {
      type: "value",
      placeholder: "FILE",
      completes: "file",
      description: "Read this log, of whatever kernel",
    },
    follow: { type: "flag", short: "f", description: "Go on with what is written from now on" },
    lines: {
      type: "value",
      short: "n",
      placeholder: "COUNT",
      description: "Only so many of the latest entries",
    },
    level: {
      type: "value",
      placeholder: "LEVEL",
      completes: ["debug", "info", "warning", "error"],
      description: "Only entries at least so severe",
    },
    since: {
      type: "value",
      placeholder: "TIME",
      description: "Only entries since then: 10m, 2h, 1d, or 2026-01-31T08:00",
    },
    format: {
      type: "value",
      placeholder: "FORMAT",
      completes: ["text", "json", "pretty"],
      default: "text",
      description: "Form of the output; pretty is in local time, and in colours",
    },
  },
  positionals: idPositionals,
  examples: [
    { command: "llmspell kernel logs --follow", description: "Of the only kernel that runs" },
    {
      command: "llmspell kernel logs work --level warning --since 2h",
      description: 'What went wrong in the kernel "work" lately',
    },
    {
      command: "llmspell kernel logs -n 1000 --format json | jq .properties",
      description: "For a program",
    },
  ],
  async run({ options, positionals }, { env, terminal }) {
    const { showLogs } = await import("../operate/show_logs.ts");
    const { findLog } = await import("../operate/find_log.ts");
    const choice = kernelChoice(positionals, options.id);
    await showLogs({
      ...options,
      path: options.file ?? await findLog(choice, env),
      now: Date.now(),
    }, terminal);
    return exitCodes.success;
  },
});
