// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The commands of the program. Each is loaded when it is called; help and shell completion load all records,
 * none of which imports what its command does.
 *
 * @module
 */

import type { AnyCommand } from "../cli/command.ts";

/** Loads a command's record, by the command's name, in the order help lists them. */
export const commandLoaders: Readonly<Record<string, () => Promise<AnyCommand>>> = Object.freeze({
  "run": async () => (await import("./run.ts")).runCommand,
  "exec": async () => (await import("./exec.ts")).execCommand,
  "kernel start": async () => (await import("./kernel_start.ts")).kernelStartCommand,
  "kernel install": async () => (await import("./kernel_install.ts")).kernelInstallCommand,
  "kernel uninstall": async () => (await import("./kernel_uninstall.ts")).kernelUninstallCommand,
  "completions": async () => (await import("./completions.ts")).completionsCommand,
});

/** The records of all commands. */
export function loadCommands(): Promise<AnyCommand[]> {
  return Promise.all(Object.values(commandLoaders).map((load) => load()));
}
