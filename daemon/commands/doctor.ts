// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { formatOption } from "../cli/output_format.ts";
import { exitCodes } from "../exit_codes.ts";

/** Looks for everything that keeps kernels from running well. */
export const doctorCommand = defineCommand({
  name: "doctor",
  summary: "Look for all that keeps kernels from running well, with the remedy",
  usage: "[options]",
  description:
    "Looks at the program, libzmq, disk, limits, clock, folders, configuration, running kernels, leftovers of " +
    "killed ones, ports, Jupyter and systemd. The exit code is 1 when a problem remains; warnings leave it at 0.",
  options: {
    fix: { type: "flag", description: "Remove leftovers, and correct modes that are too open" },
    format: formatOption(["text", "json"]),
  },
  positionals: [],
  examples: [
    { command: "llmspell doctor", description: "Changes nothing" },
    { command: "llmspell doctor --fix", description: "Mends what can be mended" },
  ],
  async run({ options }, { env, terminal }) {
    const { diagnosesText, examine } = await import("../operate/doctor/doctor.ts");
    const { runProgram } = await import("../operate/doctor/finding.ts");
    const diagnoses = await examine({ env, now: Date.now, run: runProgram }, options.fix);
    terminal.write(
      options.format === "json"
        ? JSON.stringify(diagnoses, undefined, 2) + "\n"
        : diagnosesText(diagnoses, terminal.colour),
    );
    const sick = diagnoses.some(({ status }) => status === "problem");
    return sick ? exitCodes.failure : exitCodes.success;
  },
});
