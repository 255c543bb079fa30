// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { invalidValue } from "../cli/errors.ts";
import { exitCodes } from "../exit_codes.ts";
import { idOption } from "./kernel_choice.ts";

const levels = ["debug", "info", "warning", "error"] as const;

/** Changes what a running kernel logs. */
export const kernelLogLevelCommand = defineCommand({
  name: "kernel log-level",
  summary: "Change what a kernel logs while it runs",
  usage: "[options] LEVEL",
  description:
    "LEVEL is debug, info, warning or error; reset takes the change back. It holds until the kernel ends, over what " +
    "the configuration says.",
  options: {
    id: idOption,
    "category": {
      type: "value",
      placeholder: "CATEGORY",
      default: "llmspell",
      completes: "nothing",
      description:
        "Log category, as it stands in the log: llmspell.jupyter; everything when not given",
    },
  },
  positionals: [{ name: "LEVEL", completes: [...levels, "reset"] }],
  examples: [
    {
      command: "llmspell kernel log-level debug --category llmspell.jupyter",
      description: "Every request of the Jupyter protocol, in the only kernel that runs",
    },
    { command: "llmspell kernel log-level reset --id work", description: "As configured again" },
  ],
  async run({ options, positionals }, { env, terminal }) {
    const wanted = positionals[0]!;
    const level = levels.find((name) => name === wanted) ?? null;
    if (level === null && wanted !== "reset") {
      throw invalidValue("LEVEL", wanted, [...levels, "reset"].join(", "));
    }
    const { chooseKernel } = await import("../operate/choose_kernel.ts");
    const { operateOnce } = await import("../operate/control_client.ts");
    const { record } = await chooseKernel(options.id, env);
    const { category } = options;
    await operateOnce({ record, env }, "log.level", { category, level });
    const now = level === null ? "as configured" : `from ${level} on`;
    terminal.write(`Kernel "${record.id}" logs ${category} ${now}\n`);
    return exitCodes.success;
  },
});
