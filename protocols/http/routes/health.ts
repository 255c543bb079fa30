// SPDX-License-Identifier: Apache-2.0 OR MIT

import type { HealthCheck, HealthReport } from "../../../lib/contracts/mod.ts";
import { formatUnknown } from "../errors.ts";
import { json, text } from "../problem.ts";
import type { Route } from "./route.ts";

/** How well the kernel does, with every check: 503 when it is unhealthy. */
export const health: Route = {
  path: "/health",
  summary: "How well the kernel does, check by check; ?format=text for people",
  handle: async ({ http, router, context }) => {
    const format = http.req.query("format") ?? "json";
    if (format !== "json" && format !== "text") throw formatUnknown(format);
    const report = await router.call("kernel.health", {}, context);
    const status = report.status === "Unhealthy" ? 503 : 200;
    return format === "json" ? json(report, status) : text(healthText(report), status);
  },
};

/** One line for the whole, then one for each check, in columns. */
function healthText({ status, phase, ready, checks }: HealthReport): string {
  const rows = [
    ["kernel", status, `${phase}, ${ready ? "ready" : "not ready"}`],
    ...checks.map((check) => [check.name, check.status, detail(check)]),
  ];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => {
    return `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd()}\n`;
  }).join("");
}

function detail({ value, unit, degradedAt, unhealthyAt, problem }: HealthCheck): string {
  const bounds = [
    ...(degradedAt === undefined ? [] : [`degraded at ${degradedAt}`]),
    ...(unhealthyAt === undefined ? [] : [`unhealthy at ${unhealthyAt}`]),
  ];
  return [
    ...(value === undefined ? [] : [`${rounded(value)}${unit === undefined ? "" : ` ${unit}`}`]),
    ...(bounds.length === 0 ? [] : [`(${bounds.join(", ")})`]),
    ...(problem === undefined ? [] : [`- ${problem}`]),
  ].join(" ");
}

function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(3));
}
