// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { formatOption } from "../cli/output_format.ts";
import { exitCodes } from "../exit_codes.ts";

/** How long each kernel may take to answer. */
const answerMs = 2_000;

/** Lists the kernels of this machine. */
export const kernelListCommand = defineCommand({
  name: "kernel list",
  summary: "List the kernels that run",
  usage: "[options]",
  description:
    "Looks in LLMSPELL_HOME, in run folders of services and in temporary folders. Kernels of other users are " +
    "shown as such and are not asked anything. What killed kernels of yours left behind is removed.",
  options: {
    format: formatOption(["table", "json", "yaml", "text"]),
    all: {
      type: "flag",
      short: "a",
      description: "Kernels that were killed too; their files are then kept",
    },
  },
  positionals: [],
  examples: [
    { command: "llmspell kernel list", description: "A table for people" },
    {
      command:
        "llmspell kernel list --format json | jq -r '.[] | select(.phase == \"Running\").id'",
      description: "Ids of the kernels that take work",
    },
  ],
  async run({ options }, context) {
    const { findKernels } = await import("../operate/discovery.ts");
    const { surveyKernels } = await import("../operate/survey.ts");
    const { reportKernels, summaryOf } = await import("../operate/kernel_report.ts");
    const { kernelsTable, noteLine, statusText, portsText } = await import(
      "../operate/kernel_tables.ts"
    );
    const { writeValue } = await import("../cli/output_format.ts");
    const { env, terminal } = context;
    const found = options.all
      ? await findKernels(env)
      : (await surveyKernels(context)).filter(({ state }) => state === "running");
    const reports = await reportKernels(found, { env, now: Date.now, answerMs });
    const kernels = reports.map(summaryOf);
    if (options.format === "json" || options.format === "yaml") {
      terminal.write(await writeValue(options.format, kernels));
    } else if (options.format === "text") {
      const { printable } = await import("../cli/human.ts");
      for (const kernel of kernels) {
        const fields = [kernel.id, String(kernel.pid), statusText(kernel), portsText(kernel)];
        terminal.write(fields.map(printable).join("\t") + "\n");
      }
    } else if (kernels.length > 0) {
      terminal.write(kernelsTable(kernels, terminal.colour));
    } else {
      const text = "No kernel is running; to start one: llmspell kernel start --daemon";
      terminal.writeError(noteLine(text, terminal.errorColour));
    }
    return exitCodes.success;
  },
});
