// SPDX-License-Identifier: Apache-2.0 OR MIT

import { defineCommand } from "../cli/command.ts";
import { formatOption, writeValue } from "../cli/output_format.ts";
import { exitCodes } from "../exit_codes.ts";
import { serviceOptions, serviceScope } from "./service_options.ts";

/** Stops a service and removes it. */
export const kernelUninstallServiceCommand = defineCommand({
  name: "kernel uninstall-service",
  summary: "Stop a service and remove it",
  usage: "[options]",
  description:
    "Stops the kernel gracefully and removes the service's file. What the kernel has kept stays, unless --purge is " +
    "given; a user's service keeps its files in LLMSPELL_HOME, with those of other kernels, so there nothing is purged.",
  options: {
    ...serviceOptions,
    "purge": {
      type: "flag",
      description: "Remove the state, cache and logs of a system service as well",
    },
    "format": formatOption(["text", "json"]),
  },
  positionals: [],
  examples: [
    { command: "llmspell kernel uninstall-service --user", description: "Your own service" },
    {
      command: "sudo llmspell kernel uninstall-service --system --name work --purge",
      description: "A service of the machine, with all it kept",
    },
  ],
  async run({ options }, { terminal, env }) {
    const { openManager } = await import("../install/open_manager.ts");
    const { uninstallService } = await import("../install/uninstall_service.ts");
    const { serviceName } = await import("../install/errors.ts");
    const { kernelIdPattern } = await import("../kernel_record.ts");
    if (!kernelIdPattern.test(options.name)) throw serviceName(options.name);
    const removal = await uninstallService({
      manager: openManager({ env, wanted: options.manager }),
      name: options.name,
      scope: serviceScope(options),
      purge: options.purge,
      root: "/",
    });
    terminal.write(
      options.format === "json"
        ? await writeValue("json", removal)
        : [removal.path, ...removal.purged].map((path) => `${path}: removed\n`).join(""),
    );
    return exitCodes.success;
  },
});
