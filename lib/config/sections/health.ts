// SPDX-License-Identifier: Apache-2.0 OR MIT

import type { HealthThresholds } from "../../contracts/mod.ts";
import { integer, number, type Setting } from "../setting.ts";

const gibibyte = 1024 ** 3;

/** The settings below `health`. */
export const healthSettings: {
  readonly [K in keyof HealthThresholds]: Setting<HealthThresholds[K]>;
} = {
  memoryDegradedBytes: bytes(gibibyte, "degraded"),
  memoryUnhealthyBytes: bytes(2 * gibibyte, "unhealthy"),
  cpuDegradedPercent: percent(150, "degraded"),
  cpuUnhealthyPercent: percent(400, "unhealthy"),
  lagDegradedMs: lag(250, "degraded"),
  lagUnhealthyMs: lag(2_000, "unhealthy"),
  errorRateDegraded: rate(0.1, "degraded"),
  errorRateUnhealthy: rate(0.5, "unhealthy"),
  queueDegraded: queue(500, "degraded"),
  queueUnhealthy: queue(5_000, "unhealthy"),
};

/** Pairs of settings of which the first must be the smaller one. */
export const healthPairs: readonly (readonly [keyof HealthThresholds, keyof HealthThresholds])[] = [
  ["memoryDegradedBytes", "memoryUnhealthyBytes"],
  ["cpuDegradedPercent", "cpuUnhealthyPercent"],
  ["lagDegradedMs", "lagUnhealthyMs"],
  ["errorRateDegraded", "errorRateUnhealthy"],
  ["queueDegraded", "queueUnhealthy"],
];

function bytes(value: number, status: string): Setting<number> {
  const description = `Memory of the process from which on the kernel is ${status}`;
  const range = [1_048_576, 2 ** 50] as const;
  return integer({ range, unit: "bytes", default: value, description, reload: "live" });
}

function percent(value: number, status: string): Setting<number> {
  const description = `CPU time, as a share of one core, from which on the kernel is ${status}`;
  const range = [1, 102_400] as const;
  return number({ range, unit: "percent", default: value, description, reload: "live" });
}

function lag(value: number, status: string): Setting<number> {
  const description = `Delay of the event loop from which on the kernel is ${status}`;
  return integer({ range: [1, 600_000], unit: "ms", default: value, description, reload: "live" });
}

function rate(value: number, status: string): Setting<number> {
  const description =
    `Share of failed requests among the latest 1000 from which on the kernel is ${status}`;
  return number({ range: [0, 1], unit: "ratio", default: value, description, reload: "live" });
}

function queue(value: number, status: string): Setting<number> {
  const description = `Waiting requests from which on the kernel is ${status}`;
  return integer({ range: [1, 1_000_000], default: value, description, reload: "live" });
}
