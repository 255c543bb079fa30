// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { formatOption, writeValue } from "../cli/output_format.ts";
import { exitCodes } from "../exit_codes.ts";
import { serviceOptions, serviceScope } from "./service_options.ts";

/** Shows how installed services do. */
export const serviceStatusCommand = defineCommand({
  name: "service status",
  summary: "Show how an installed service does",
  usage: "[options]",
  description:
    "Looks at the user's service of the name and at the machine's, or at the one that --user or --system names. Ends " +
    "with 0 when one of them is active, else with 1.",
  options: { ...serviceOptions, "format": formatOption(["text", "json", "yaml"]) },
  positionals: [],
  examples: [
    { command: "llmspell service status", description: "The services called llmspell" },
    {
      command: "llmspell service status --system --name work --format json",
      description: "One of them, for a program",
    },
  ],
  async run({ options }, { terminal, env }) {
    const { openManager } = await import("../install/open_manager.ts");
    const { serviceReport, serviceText } = await import("../install/service_status.ts");
    const { findKernels } = await import("../operate/discovery.ts");
    const { humanTime } = await import("../cli/human.ts");
    const scopes = options.user || options.system
      ? [serviceScope(options)]
      : ["user", "system"] as const;
    const manager = openManager({ env, wanted: options.manager });
    const kernels = await findKernels(env);
    const all = await Promise.all(
      scopes.map((scope) => serviceReport({ manager, name: options.name, scope, kernels })),
    );
    const reports = all.filter((report) => report !== undefined);
    const { format } = options;
    if (format === "json" || format === "yaml") {
      terminal.write(await writeValue(format, reports));
    } else if (reports.length === 0) {
      terminal.write(
        `${options.name}: not installed\nNext:\n  llmspell kernel install-service --enable --start\n`,
      );
    } else {
      terminal.write(reports.map((report) => serviceText(report, humanTime)).join("\n"));
    }
    return reports.some(({ state }) => state === "active") ? exitCodes.success : exitCodes.failure;
  },
});
