// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { formatOption } from "../cli/output_format.ts";
import { exitCodes } from "../exit_codes.ts";
import { idOption, timeoutOption } from "./kernel_choice.ts";

/** Tells whether a kernel is ready for work, for container health checks and scripts. */
export const healthCommand = defineCommand({
  name: "health",
  summary: "Tell whether a kernel is ready for work",
  usage: "[options]",
  description:
    "The exit code is 0 when the kernel takes work, Healthy or Degraded, and 1 when it does not: it starts, " +
    "drains, ends, is Unhealthy or is not there.",
  options: {
    id: idOption,
    wait: { type: "flag", description: "Wait until a kernel is there and ready" },
    timeout: timeoutOption("30", "Longest time to wait; without --wait, for the answer"),
    format: formatOption(["text", "json"]),
  },
  positionals: [],
  examples: [
    { command: "llmspell health", description: "The only kernel that runs" },
    {
      command: "llmspell health --id work --wait --timeout 10",
      description: "After a start elsewhere: returns as soon as it is ready",
    },
  ],
  async run({ options }, { env, terminal }) {
    const { askHealth, awaitReady } = await import("../operate/await_ready.ts");
    const { healthText } = await import("../operate/health_text.ts");
    const { readSeconds } = await import("../cli/seconds.ts");
    const limitMs = readSeconds("--timeout", options.timeout);
    const asked = { env, selector: options.id };
    const found = options.wait
      ? await awaitReady(asked, limitMs)
      : await askHealth({ ...asked, answerMs: limitMs });
    const { id, pid, health } = found;
    terminal.write(
      options.format === "json"
        ? JSON.stringify({ id, pid, ...health }, undefined, 2) + "\n"
        : healthText(found, terminal.colour),
    );
    return health.ready ? exitCodes.success : exitCodes.failure;
  },
});
