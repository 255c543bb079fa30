// SPDX-License-Identifier: Apache-2.0 OR MIT
// The verdict on a kernel's figures; who reads them and when is the caller's matter.

import type { HealthCheck, HealthStatus, HealthThresholds } from "../contracts/mod.ts";

/** Figures of a kernel at one moment. */
export interface HealthReadings {
  /** Resident memory of the process. */
  readonly memoryBytes: number;
  /** Share of one core, beyond 100 on several. */
  readonly cpuPercent: number;
  /** How late the event loop is; what `measureLag` found. */
  readonly lagSeconds: number;
  /** Failed ones among the latest requests, 0 to 1. */
  readonly errorRate: number;
  /** Requests that wait in all queues together. */
  readonly queued: number;
  /** What parts report of themselves; a part without problem is absent or `undefined`. */
  readonly problems?: {
    /** Where log lines cannot be written. The kernel works on: `Degraded`. */
    readonly log?: string | undefined;
    /** Why history or state cannot be kept. The kernel works on: `Degraded`. */
    readonly store?: string | undefined;
    /** Why scripts cannot be run: `Unhealthy`. */
    readonly engine?: string | undefined;
  };
}

/** The worst status, and every check. */
export interface HealthVerdict {
  /** The worst status among the checks. */
  readonly status: HealthStatus;
  /** Every check, always all of them and in the same order. */
  readonly checks: readonly HealthCheck[];
}

/**
 * Compares figures with their thresholds. A figure that reaches a threshold has crossed it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const thresholds = {
 *   memoryDegradedBytes: 1e9, memoryUnhealthyBytes: 2e9,
 *   cpuDegradedPercent: 90, cpuUnhealthyPercent: 190,
 *   lagDegradedMs: 100, lagUnhealthyMs: 1000,
 *   errorRateDegraded: 0.05, errorRateUnhealthy: 0.5,
 *   queueDegraded: 100, queueUnhealthy: 1000,
 * };
 * const readings = { memoryBytes: 1.5e9, cpuPercent: 1, lagSeconds: 0, errorRate: 0, queued: 0 };
 * const { status, checks } = evaluateHealth(readings, thresholds);
 * assert.equal(status, "Degraded");
 * assert.equal(checks[0]?.problem, "memory: 1.5 GB in use, the limit is 1 GB");
 * ```
 */
export function evaluateHealth(
  readings: HealthReadings,
  thresholds: HealthThresholds,
): HealthVerdict {
  const limits = thresholds;
  const checks: HealthCheck[] = [
    figure(
      "memory",
      "bytes",
      readings.memoryBytes,
      [
        limits.memoryDegradedBytes,
        limits.memoryUnhealthyBytes,
      ],
      (value) => `${bytes(value)} in use`,
      bytes,
    ),
    figure(
      "cpu",
      "percent",
      readings.cpuPercent,
      [
        limits.cpuDegradedPercent,
        limits.cpuUnhealthyPercent,
      ],
      (value) => `${rounded(value)} % of a core in use`,
      (value) => `${rounded(value)} %`,
    ),
    figure(
      "event_loop_lag",
      "seconds",
      readings.lagSeconds,
      [
        limits.lagDegradedMs / 1000,
        limits.lagUnhealthyMs / 1000,
      ],
      (value) => `timers come ${milliseconds(value)} late`,
      milliseconds,
    ),
    figure(
      "error_rate",
      "ratio",
      readings.errorRate,
      [
        limits.errorRateDegraded,
        limits.errorRateUnhealthy,
      ],
      (value) => `${rounded(100 * value)} % of the latest requests failed`,
      (value) => `${rounded(100 * value)} %`,
    ),
    figure(
      "queue_depth",
      "requests",
      readings.queued,
      [
        limits.queueDegraded,
        limits.queueUnhealthy,
      ],
      (value) => `${value} requests wait`,
      String,
    ),
    part("log", readings.problems?.log, "Degraded"),
    part("store", readings.problems?.store, "Degraded"),
    part("engine", readings.problems?.engine, "Unhealthy"),
  ];
  return { status: worst(checks.map((check) => check.status)), checks };
}

/** The worst of some statuses; `Healthy` when there is none. */
function worst(statuses: readonly HealthStatus[]): HealthStatus {
  if (statuses.includes("Unhealthy")) return "Unhealthy";
  return statuses.includes("Degraded") ? "Degraded" : "Healthy";
}

function figure(
  name: string,
  unit: string,
  value: number,
  [degradedAt, unhealthyAt]: readonly [number, number],
  found: (value: number) => string,
  limit: (value: number) => string,
): HealthCheck {
  const check = { name, value, unit, degradedAt, unhealthyAt };
  // A figure that could not be read is no reason to trust the kernel.
  const crossed = value >= unhealthyAt
    ? unhealthyAt
    : value >= degradedAt || Number.isNaN(value)
    ? degradedAt
    : undefined;
  if (crossed === undefined) return { ...check, status: "Healthy" };
  return {
    ...check,
    status: value >= unhealthyAt ? "Unhealthy" : "Degraded",
    problem: Number.isNaN(value)
      ? `${label(name)}: cannot be read`
      : `${label(name)}: ${found(value)}, the limit is ${limit(crossed)}`,
  };
}

function part(name: string, problem: string | undefined, status: HealthStatus): HealthCheck {
  return problem === undefined ? { name, status: "Healthy" } : { name, status, problem };
}

function label(name: string): string {
  return name.replaceAll("_", " ");
}

function rounded(value: number): number {
  return Math.round(10 * value) / 10;
}

function milliseconds(seconds: number): string {
  return `${rounded(1000 * seconds)} ms`;
}

/** Bytes with a unit of 1,000s that leaves one to four digits. */
function bytes(value: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let at = 0;
  let scaled = value;
  while (scaled >= 1000 && at < units.length - 1) {
    scaled /= 1000;
    at++;
  }
  return `${rounded(scaled)} ${units[at]}`;
}
