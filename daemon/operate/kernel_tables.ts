// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reports on kernels, laid out for people.

import type { HealthCheck } from "../../lib/contracts/mod.ts";
import { humanBytes, humanSeconds, humanTime } from "../cli/human.ts";
import { type Cell, renderTable, type Style, styled } from "../cli/table.ts";
import type { KernelReport, KernelSummary } from "./kernel_report.ts";

const styles: Readonly<Record<string, Style>> = Object.freeze({
  Healthy: "good",
  Running: "good",
  Degraded: "warning",
  Draining: "warning",
  Starting: "warning",
  Unhealthy: "bad",
  "not answering": "bad",
  stopped: "dim",
});

/** A table of kernels, one line each. */
export function kernelsTable(kernels: readonly KernelSummary[], colour: boolean): string {
  const rows = kernels.map((kernel): Cell[] => [
    kernel.id,
    String(kernel.pid),
    kernel.language,
    coloured(statusText(kernel)),
    kernel.health === null ? "" : coloured(kernel.health),
    portsText(kernel),
    kernel.uptimeSeconds === null ? "" : humanSeconds(kernel.uptimeSeconds),
    kernel.owner === "own" ? kernel.user : `${kernel.user} (other user)`,
  ]);
  return renderTable(
    [
      { title: "ID" },
      { title: "PID", align: "right" },
      { title: "LANGUAGE" },
      { title: "STATUS" },
      { title: "HEALTH" },
      { title: "PORTS" },
      { title: "UPTIME", align: "right" },
      { title: "USER" },
    ],
    rows,
    colour,
  );
}

/** All about one kernel, in several small tables. */
export function kernelTable(kernel: KernelReport, colour: boolean): string {
  return [
    renderTable([{ title: "" }, { title: "" }], facts(kernel), colour),
    sessionsTable(kernel, colour),
    clientsTable(kernel, colour),
    checksTable(kernel.checks ?? [], colour),
  ].filter((part) => part !== "").join("\n");
}

/** Health checks, each against its thresholds. */
export function checksTable(checks: readonly HealthCheck[], colour: boolean): string {
  if (checks.length === 0) return "";
  const rows = checks.map(({ name, status, value, unit, degradedAt, unhealthyAt, problem }) => [
    name,
    coloured(status),
    figure(value, unit),
    figure(degradedAt, unit),
    figure(unhealthyAt, unit),
    problem ?? "",
  ]);
  return renderTable(
    [
      { title: "CHECK" },
      { title: "HEALTH" },
      { title: "VALUE", align: "right" },
      { title: "DEGRADED AT", align: "right" },
      { title: "UNHEALTHY AT", align: "right" },
      { title: "PROBLEM" },
    ],
    rows,
    colour,
  );
}

/** Where a kernel is in its life, in a word or two. */
export function statusText({ status, phase }: Pick<KernelSummary, "status" | "phase">): string {
  if (status === "silent") return "not answering";
  return status === "foreign" ? "running" : phase ?? status;
}

/** `9555-9559` when the five channels' ports are in a row, else all of them. */
export function portsText(
  { transport, ports }: Pick<KernelSummary, "transport" | "ports">,
): string {
  if (transport === "ipc") return "ipc";
  const sorted = Object.values(ports).sort((a, b) => a - b);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return "";
  const row = last - first === sorted.length - 1 && new Set(sorted).size === sorted.length;
  return row && sorted.length > 1 ? `${first}-${last}` : Object.values(ports).join(",");
}

function facts(kernel: KernelReport): Cell[][] {
  const { state } = kernel;
  const address = kernel.transport === "ipc"
    ? kernel.ip
    : `${kernel.ip}, ports ${
      Object.entries(kernel.ports).map(([channel, port]) => `${channel} ${port}`).join(", ")
    }`;
  const since = `since ${humanTime(kernel.startedAtMs)}`;
  return [
    [strong("Kernel"), kernel.id],
    [strong("Status"), coloured(statusText(kernel))],
    ...(kernel.problem === undefined ? [] : [[strong("Problem"), kernel.problem]]),
    ...(kernel.health === null ? [] : [[strong("Health"), coloured(kernel.health)]]),
    [strong("Process"), `${kernel.pid}, ${kernel.daemon ? "detached" : "in the foreground"}`],
    [strong("User"), kernel.owner === "own" ? kernel.user : `${kernel.user} (other user)`],
    [strong("Version"), `llmspell ${kernel.version}, ${kernel.language}`],
    [
      strong("Uptime"),
      kernel.uptimeSeconds === null
        ? "it has ended"
        : `${humanSeconds(kernel.uptimeSeconds)}, ${since}`,
    ],
    ...(state === null ? [] : [
      [strong("CPU"), `${state.usage.cpuPercent.toFixed(1)} % of one core`],
      [strong("Memory"), humanBytes(state.usage.rssBytes)],
      [strong("Requests"), requestsText(state.requests)],
      ...(state.requests.latencyMs === undefined
        ? []
        : [[strong("Latency"), latencyText(state.requests.latencyMs)]]),
      [strong("Clients"), `${state.clients.length} of ${state.maxClients}`],
    ]),
    [strong("Jupyter"), `${kernel.transport} ${address}`],
    ...(kernel.http === null ? [] : [[strong("HTTP"), kernel.http]]),
    [strong("Connection file"), kernel.connectionFile],
    [strong("PID file"), kernel.pidFile],
    ...(kernel.logFile === null ? [] : [[strong("Log"), kernel.logFile]]),
    ...(state?.files["config"] === undefined ? [] : [[strong("Config"), state.files["config"]]]),
  ];
}

function sessionsTable({ state }: KernelReport, colour: boolean): string {
  if (state === null || state.sessions.length === 0) return "";
  const rows = state.sessions.map((
    { id, language, status, executionCount, running, queued, memory },
  ) => [
    id,
    language,
    status,
    String(executionCount),
    String(running),
    String(queued),
    memory === undefined
      ? ""
      : `${humanBytes(memory.usedBytes)} of ${humanBytes(memory.limitBytes)}`,
  ]);
  return renderTable(
    [
      { title: "SESSION" },
      { title: "LANGUAGE" },
      { title: "STATUS" },
      { title: "EXECUTIONS", align: "right" },
      { title: "RUNNING", align: "right" },
      { title: "WAITING", align: "right" },
      { title: "MEMORY", align: "right" },
    ],
    rows,
    colour,
  );
}

function clientsTable({ state }: KernelReport, colour: boolean): string {
  if (state === null || state.clients.length === 0) return "";
  return renderTable(
    [{ title: "CLIENT" }, { title: "PROTOCOL" }, { title: "REQUESTS", align: "right" }, {
      title: "SINCE",
    }],
    state.clients.map(({ id, protocol, requests, sinceMs }) => [
      id,
      protocol,
      String(requests),
      humanTime(sinceMs),
    ]),
    colour,
  );
}

function requestsText(
  { total, failed, errorRate }: { total: number; failed: number; errorRate: number },
): string {
  const rate = `${(errorRate * 100).toFixed(1)} % of the latest 1,000 failed`;
  return `${total}, ${failed} failed${total === 0 ? "" : `; ${rate}`}`;
}

function latencyText({ p50, p95, p99 }: { p50: number; p95: number; p99: number }): string {
  const [half, most, nearlyAll] = [p50, p95, p99].map((ms) => `${ms.toFixed(ms < 10 ? 2 : 0)} ms`);
  return `p50 ${half}, p95 ${most}, p99 ${nearlyAll}`;
}

function figure(value: number | undefined, unit: string | undefined): string {
  if (value === undefined) return "";
  if (unit === "bytes") return humanBytes(value);
  if (unit === "seconds") return humanSeconds(value);
  if (unit === "percent") return `${value.toFixed(1)} %`;
  if (unit === "ratio") return `${(value * 100).toFixed(1)} %`;
  return String(value);
}

function coloured(text: string): Cell {
  const style = styles[text];
  return style === undefined ? text : { text, style };
}

function strong(text: string): Cell {
  return { text, style: "strong" };
}

/** One line about a problem, for standard error. */
export function noteLine(text: string, colour: boolean): string {
  return `${styled("llmspell:", "warning", colour)} ${text}\n`;
}
