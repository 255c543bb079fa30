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
  "kernel stop": async () => (await import("./kernel_stop.ts")).kernelStopCommand,
  "kernel restart": async () => (await import("./kernel_restart.ts")).kernelRestartCommand,
  "kernel status": async () => (await import("./kernel_status.ts")).kernelStatusCommand,
  "kernel list": async () => (await import("./kernel_list.ts")).kernelListCommand,
  "kernel logs": async () => (await import("./kernel_logs.ts")).kernelLogsCommand,
  "kernel log-level": async () => (await import("./kernel_log_level.ts")).kernelLogLevelCommand,
  "kernel connect": async () => (await import("./kernel_connect.ts")).kernelConnectCommand,
  "kernel interrupt": async () => (await import("./kernel_interrupt.ts")).kernelInterruptCommand,
  "kernel reload": async () => (await import("./kernel_reload.ts")).kernelReloadCommand,
  "kernel drain": async () => (await import("./kernel_drain.ts")).kernelDrainCommand,
  "kernel resume": async () => (await import("./kernel_resume.ts")).kernelResumeCommand,
  "kernel install": async () => (await import("./kernel_install.ts")).kernelInstallCommand,
  "kernel uninstall": async () => (await import("./kernel_uninstall.ts")).kernelUninstallCommand,
  "kernel install-service": async () =>
    (await import("./kernel_install_service.ts")).kernelInstallServiceCommand,
  "kernel uninstall-service": async () =>
    (await import("./kernel_uninstall_service.ts")).kernelUninstallServiceCommand,
  "session create": async () => (await import("./session_create.ts")).sessionCreateCommand,
  "session list": async () => (await import("./session_list.ts")).sessionListCommand,
  "session restart": async () => (await import("./session_restart.ts")).sessionRestartCommand,
  "session close": async () => (await import("./session_close.ts")).sessionCloseCommand,
  "service status": async () => (await import("./service_status.ts")).serviceStatusCommand,
  "config init": async () => (await import("./config_init.ts")).configInitCommand,
  "config show": async () => (await import("./config_show.ts")).configShowCommand,
  "config validate": async () => (await import("./config_validate.ts")).configValidateCommand,
  "config schema": async () => (await import("./config_schema.ts")).configSchemaCommand,
  "health": async () => (await import("./health.ts")).healthCommand,
  "doctor": async () => (await import("./doctor.ts")).doctorCommand,
  "man": async () => (await import("./man.ts")).manCommand,
  "completions": async () => (await import("./completions.ts")).completionsCommand,
});

/** The records of all commands. */
export function loadCommands(): Promise<AnyCommand[]> {
  return Promise.all(Object.values(commandLoaders).map((load) => load()));
}
