// SPDX-License-Identifier: Apache-2.0 OR MIT
// How an installed service does: its file, what the manager says, and the kernel behind it.

import type { FoundKernel } from "../operate/discovery.ts";
import { textOf } from "./install_service.ts";
import type { ManagerStatus, ServiceManager } from "./service_manager.ts";
import type { ManagerId, ServiceScope } from "./service_spec.ts";
import { serviceMark } from "./systemd_unit.ts";

/** A service that is installed. */
export interface ServiceReport extends ManagerStatus {
  readonly name: string;
  readonly scope: ServiceScope;
  readonly manager: ManagerId;
  /** Path of its file. */
  readonly path: string;
  /** False when somebody else made the file. */
  readonly own: boolean;
  /** Id of the kernel it runs, as its file says. */
  readonly id?: string | undefined;
  /** The kernel that runs by this id. */
  readonly kernel?:
    | { readonly pid: number; readonly port: number; readonly home: string }
    | undefined;
  /** What to do about its state, with the reason. */
  readonly next: readonly string[];
}

/** Which service to look at. */
export interface ServiceStatusOptions {
  readonly manager: ServiceManager;
  readonly name: string;
  readonly scope: ServiceScope;
  /** The kernels of this machine. */
  readonly kernels: readonly FoundKernel[];
}

/** Looks at a service; `undefined` when it is not installed. */
export async function serviceReport(
  { manager, name, scope, kernels }: ServiceStatusOptions,
): Promise<ServiceReport | undefined> {
  const path = manager.path(name, scope);
  const content = await textOf(path);
  if (content === undefined) return undefined;
  const status = await manager.status(name, scope);
  const command = manager.command(content);
  const id = command[command.indexOf("--id") + 1];
  const record = kernels.find(({ record, state }) =>
    state === "running" && (status.pid === undefined ? record.id === id : record.pid === status.pid)
  )?.record;
  const report = {
    name,
    scope,
    manager: manager.id,
    path,
    own: content.includes(serviceMark),
    id: command.includes("--id") ? id : undefined,
    kernel: record && { pid: record.pid, port: record.ports.shell, home: record.home },
    ...status,
  };
  return { ...report, next: nextSteps(report, manager) };
}

function nextSteps(
  { state, enabled, outdated, id, name, scope }: Omit<ServiceReport, "next">,
  manager: ServiceManager,
): string[] {
  const { start, log } = manager.advice(name, scope);
  const systemctl = scope === "user" ? "systemctl --user" : "systemctl";
  return [
    ...(outdated ? [`${systemctl} daemon-reload (its file has changed)`] : []),
    ...(state === "unknown" ? ["no manager answers; see llmspell doctor"] : []),
    ...(state === "inactive" || (state === "active" && !enabled) ? [start] : []),
    ...(state === "failed" || state === "activating" ? [`${log} (why it does not run)`] : []),
    ...(state === "active" && id !== undefined ? [`llmspell kernel status ${id}`] : []),
  ];
}

/** A report as lines for people. */
export function serviceText(report: ServiceReport, time: (ms: number) => string): string {
  const state = [
    report.state,
    ...(report.detail === undefined || report.detail === report.state
      ? []
      : [`(${report.detail})`]),
    ...(report.sinceMs === undefined ? [] : [`since ${time(report.sinceMs)}`]),
  ].join(" ");
  const rows: [string, string | undefined][] = [
    ["file", report.own ? report.path : `${report.path} (not made by llmspell)`],
    ["state", state],
    ["says", report.text],
    ["enabled", report.enabled ? "yes" : "no"],
    ["process", report.pid === undefined ? undefined : String(report.pid)],
    ["last exit", report.lastExit],
    ["restarts", report.restarts ? String(report.restarts) : undefined],
    ["kernel", kernelText(report)],
  ];
  const lines = rows.filter(([, text]) => text !== undefined && text !== "")
    .map(([label, text]) => `  ${label.padEnd(10)}${text}\n`);
  const next = report.next.map((line) => `  ${line}\n`);
  return `${report.name} (${report.scope} service of ${report.manager})\n${lines.join("")}` +
    (next.length === 0 ? "" : `Next:\n${next.join("")}`);
}

function kernelText({ id, kernel }: ServiceReport): string | undefined {
  if (kernel !== undefined) return `${id}, port ${kernel.port}, home ${kernel.home}`;
  return id === undefined ? undefined : `${id}, not running`;
}
