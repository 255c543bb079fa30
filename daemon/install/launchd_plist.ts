// SPDX-License-Identifier: Apache-2.0 OR MIT
// The property list of a service for launchd.

import { join } from "node:path";
import { servicePath } from "./errors.ts";
import { serviceArguments, serviceEnvironment, type ServiceSpec } from "./service_spec.ts";
import { serviceMark } from "./systemd_unit.ts";

/** What a property list may hold here. */
export type PlistValue =
  | string
  | number
  | boolean
  | readonly PlistValue[]
  | { readonly [key: string]: PlistValue };

/** Reads variables from the file named first, then becomes the program: launchd has no such setting. */
const withVariables = 'set -a; . "$1"; set +a; shift; exec "$@"';

/** Label of a service: `org.llmspell.work`. */
export function launchdLabel(name: string): string {
  return `org.llmspell.${name}`;
}

/** File that takes what the program writes to its standard output and error. */
export function launchdOutput(spec: ServiceSpec): string {
  return join(spec.home, "logs", `${spec.name}.out.log`);
}

/** The property list of a service. */
export function launchdPlist(spec: ServiceSpec): string {
  const command = [...spec.program, ...serviceArguments(spec)];
  const output = launchdOutput(spec);
  return writePlist({
    Label: launchdLabel(spec.name),
    ProgramArguments: spec.envFileNeeded
      ? ["/bin/sh", "-c", withVariables, "sh", spec.envFile, ...command]
      : command,
    EnvironmentVariables: serviceEnvironment(spec),
    ...(spec.account !== undefined && { UserName: spec.account.name }),
    WorkingDirectory: spec.home,
    RunAtLoad: true,
    KeepAlive: { SuccessfulExit: false },
    ThrottleInterval: 10,
    ExitTimeOut: 30,
    ProcessType: "Standard",
    Umask: 0o027,
    SoftResourceLimits: { NumberOfFiles: 65_536 },
    StandardOutPath: output,
    StandardErrorPath: output,
  });
}

/**
 * A property list as XML.
 *
 * @throws {KernelError} `service.path` when a text has a character that XML cannot hold
 * @see plist(5)
 */
export function writePlist(root: PlistValue): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- ${serviceMark} -->
<plist version="1.0">
${element(root, "")}
</plist>
`;
}

function element(value: PlistValue, indent: string): string {
  if (typeof value === "string") return `${indent}<string>${escapeXml(value)}</string>`;
  if (typeof value === "boolean") return `${indent}<${value}/>`;
  if (typeof value === "number") return `${indent}<integer>${value}</integer>`;
  const inner = `${indent}  `;
  if (isList(value)) {
    return `${indent}<array>\n${
      value.map((item) => `${element(item, inner)}\n`).join("")
    }${indent}</array>`;
  }
  const entries = Object.entries(value).map(([key, item]) =>
    `${inner}<key>${escapeXml(key)}</key>\n${element(item, inner)}\n`
  );
  return `${indent}<dict>\n${entries.join("")}${indent}</dict>`;
}

function isList(value: PlistValue): value is readonly PlistValue[] {
  return Array.isArray(value);
}

function escapeXml(text: string): string {
  // deno-lint-ignore no-control-regex
  if (/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(text) || !text.isWellFormed()) {
    throw servicePath(text, "no property list can hold it");
  }
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll("\r", "&#13;");
}
