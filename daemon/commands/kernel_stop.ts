// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { UsageError } from "../cli/errors.ts";
import { formatOption } from "../cli/output_format.ts";
import { exitCodes } from "../exit_codes.ts";
import { timeoutOption } from "./kernel_choice.ts";

/** Ends kernels. */
export const kernelStopCommand = defineCommand({
  name: "kernel stop",
  summary: "End kernels",
  usage: "[options] [ID...]",
  description:
    "Asks each kernel to end: what runs gets its time of grace, state is saved, clients are told. One that does " +
    "not answer gets SIGTERM, one that does not end in time SIGKILL. Several are stopped at once. The exit code " +
    "is 1 when any could not be stopped.",
  options: {
    id: {
      type: "list",
      placeholder: "ID",
      description: "A kernel: its id, the beginning of its id, or one of its ports",
    },
    "pid-file": {
      type: "value",
      placeholder: "FILE",
      completes: "file",
      description: "The kernel that holds this PID file",
    },
    all: { type: "flag", short: "a", description: "All kernels of this user" },
    force: { type: "flag", description: "Give no time of grace; SIGKILL after a few seconds" },
    timeout: timeoutOption("30", "Time to end by itself; then comes SIGKILL"),
    "no-cleanup": {
      type: "flag",
      description: "Keep the files that a killed kernel leaves behind",
    },
    format: formatOption(["text", "json"]),
  },
  positionals: [{ name: "ID", optional: true, repeated: true, completes: "nothing" }],
  examples: [
    { command: "llmspell kernel stop", description: "The only kernel that runs" },
    { command: "llmspell kernel stop work 9555", description: "Two kernels, by id and by port" },
    { command: "llmspell kernel stop --all --timeout 5", description: "Every kernel of yours" },
    {
      command: "llmspell kernel stop --pid-file /run/llmspell/kernel-work.pid --force",
      description: "The holder of a PID file, without grace",
    },
  ],
  async run({ options, positionals }, context) {
    const selectors = [...positionals, ...options.id];
    const pidFile = options["pid-file"];
    if (options.all && (selectors.length > 0 || pidFile !== undefined)) {
      throw new UsageError("Cannot stop: --all leaves nothing to name", "--all, or an ID");
    }
    const { stopKernels } = await import("../operate/stop_kernels.ts");
    const { readSeconds } = await import("../cli/seconds.ts");
    const stopped = await stopKernels({
      selectors,
      pidFile,
      all: options.all,
      json: options.format === "json",
      stop: {
        env: context.env,
        now: () => performance.now(),
        timeoutMs: readSeconds("--timeout", options.timeout),
        force: options.force,
        cleanup: !options["no-cleanup"],
      },
    }, context);
    return stopped ? exitCodes.success : exitCodes.failure;
  },
});
