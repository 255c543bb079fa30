// SPDX-License-Identifier: Apache-2.0 OR MIT
// What can go wrong with services and manual pages: one named constructor for each situation.

import { KernelError } from "../../lib/errors.ts";
import type { ServiceScope } from "./service_spec.ts";

/** The name cannot be part of a unit's file name. */
export function serviceName(name: string): KernelError {
  return new KernelError(
    "service.name",
    `Cannot name the service "${name}": only letters, digits, ".", "_" and "-" are allowed, 64 at most`,
    "llmspell kernel install-service --name llmspell",
  );
}

/** The id cannot be part of a kernel's file names. */
export function serviceId(id: string): KernelError {
  return new KernelError(
    "service.id",
    `Cannot use kernel id "${id}": only letters, digits, ".", "_" and "-" are allowed, 64 at most`,
    "llmspell kernel install-service --id llmspell",
  );
}

/** Five ports in a row do not begin there. */
export function servicePort(port: string): KernelError {
  return new KernelError(
    "service.port",
    `Cannot use port "${port}": it is no whole number from 0 to 65531`,
    "llmspell kernel install-service --port 9555",
  );
}

/** A path cannot stand in a unit file. */
export function servicePath(path: string, problem: string): KernelError {
  return new KernelError(
    "service.path",
    `Cannot use path ${JSON.stringify(path)} in a service: ${problem}`,
    "choose another path",
  );
}

/** A system service may not write there. */
export function serviceClosedPath(
  option: string,
  path: string,
  folders: readonly string[],
): KernelError {
  return new KernelError(
    "service.path",
    `Cannot use ${option} "${path}": a system service may not write there`,
    `a path below ${folders.join(" or ")}`,
  );
}

/** A file of variables is not there. */
export function serviceEnvFile(path: string, cause: unknown): KernelError {
  return new KernelError(
    "service.env_file",
    `Cannot use variables of "${path}": ${reason(cause)}`,
    "make the file with lines KEY=value, mode 0600",
    { cause },
  );
}

/** A system service runs as another user, who cannot reach the program. */
export function serviceProgramHidden(path: string, problem: string): KernelError {
  return new KernelError(
    "service.program",
    `Cannot start "${path}" in a system service: ${problem}`,
    "copy the program to /usr/local/bin and call that one, or use --user",
  );
}

/** A different file is there already. */
export function serviceExists(path: string): KernelError {
  return new KernelError(
    "service.exists",
    `Cannot write "${path}": a different service is there`,
    "--force to replace it, --dry-run to see the new one, or another --name",
  );
}

/** The file was made by somebody else. */
export function serviceForeign(path: string): KernelError {
  return new KernelError(
    "service.foreign",
    `Cannot remove "${path}": llmspell did not make it`,
    "remove it by hand, or choose another --name",
  );
}

/** No such service is installed. */
export function serviceMissing(path: string): KernelError {
  return new KernelError(
    "service.missing",
    `Cannot remove "${path}": no service is there`,
    "llmspell service status",
  );
}

/** The folder of units or pages cannot be written to. */
export function serviceUnwritable(path: string, scope: ServiceScope, cause: unknown): KernelError {
  return new KernelError(
    "service.unwritable",
    `Cannot write "${path}": ${reason(cause)}`,
    scope === "system" ? "as root (sudo), or with --user" : "check who owns the folder",
    { cause },
  );
}

/** There is no systemd or launchd that could be told. */
export function serviceNoManager(verb: string, scope: ServiceScope, user: string): KernelError {
  return scope === "user"
    ? new KernelError(
      "service.no_manager",
      `Cannot ${verb}: no systemd user instance runs for ${user}`,
      `loginctl enable-linger ${user}, then log in anew; or --system as root`,
    )
    : new KernelError(
      "service.no_manager",
      `Cannot ${verb}: systemd does not run this machine`,
      "leave --enable and --start out, or: llmspell kernel start --daemon",
    );
}

/** This system has neither systemd nor launchd. */
export function serviceUnsupported(manager: string, os: string): KernelError {
  return new KernelError(
    "service.unsupported",
    `Cannot install a service for ${manager}: this system is ${os}`,
    "--dry-run to see the file, or: llmspell kernel start --daemon",
  );
}

/** The manager's own command failed. */
export function serviceCommand(command: readonly string[], detail: string): KernelError {
  return new KernelError(
    "service.command",
    `Cannot run "${command.join(" ")}": ${detail}`,
    "llmspell service status",
  );
}

/** No page has this name. */
export function manUnknown(name: string, names: readonly string[]): KernelError {
  return new KernelError(
    "man.unknown",
    `Cannot find manual page: "${name}" is no command`,
    names.join(", "),
  );
}

/** The pages cannot be written. */
export function manUnwritable(path: string, cause: unknown): KernelError {
  return new KernelError(
    "man.unwritable",
    `Cannot write manual pages to "${path}": ${reason(cause)}`,
    "llmspell man --install --path DIR",
    { cause },
  );
}

function reason(cause: unknown): string {
  if (cause instanceof Deno.errors.NotFound) return "it is not there";
  if (cause instanceof Deno.errors.PermissionDenied) return "permission denied";
  return cause instanceof Error ? cause.message : String(cause);
}
