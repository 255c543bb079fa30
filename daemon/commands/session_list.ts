// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { formatOption } from "../cli/output_format.ts";
import { exitCodes } from "../exit_codes.ts";
import { kernelOption } from "./kernel_choice.ts";

/** Lists the sessions of a kernel. */
export const sessionListCommand = defineCommand({
  name: "session list",
  summary: "List the sessions of a kernel",
  usage: "[options]",
  options: { kernel: kernelOption, format: formatOption(["table", "json"]) },
  positionals: [],
  examples: [
    { command: "llmspell session list", description: "Those of the only kernel that runs" },
    {
      command: "llmspell session list --kernel work --format json | jq -r '.[].session'",
      description: "Their names",
    },
  ],
  async run({ options }, { env, terminal }) {
    const { chooseKernel } = await import("../operate/choose_kernel.ts");
    const { openControl } = await import("../operate/control_client.ts");
    const { sessionsTable, joinSessions } = await import("../operate/session_table.ts");
    const { record } = await chooseKernel(options.kernel, env);
    await using control = await openControl({ record, env });
    const [{ sessions }, { sessions: states }] = await Promise.all([
      control.operate("session.list", {}),
      control.operate("kernel.state", {}),
    ]);
    const rows = joinSessions(sessions, states);
    terminal.write(
      options.format === "json"
        ? JSON.stringify(rows, undefined, 2) + "\n"
        : sessionsTable(rows, terminal.colour),
    );
    return exitCodes.success;
  },
});
