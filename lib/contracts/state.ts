// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a running kernel tells of itself: to its operators, to probes, and to a state dump.

import type { KernelUsage } from "./operations.ts";

/** A step of a graceful shutdown, in order. */
export type ShutdownPhase =
  | "Initiated"
  | "WaitingForOperations"
  | "SavingState"
  | "NotifyingClients"
  | "Cleanup"
  | "Complete";

/** Where a kernel is in its life. `Draining` finishes what runs and refuses new work. */
export type KernelPhase = "Starting" | "Running" | "Draining" | ShutdownPhase;

/** A session at one moment. */
export interface SessionState {
  /** Id by which requests name it. */
  readonly id: string;
  /** Name of its language: `lua`. */
  readonly language: string;
  /** `starting` until its engine is up, `busy` while a request is at work, else `idle`. */
  readonly status: "starting" | "idle" | "busy";
  /** Executions with `storeHistory` so far. */
  readonly executionCount: number;
  /** Requests that wait in all its lanes. */
  readonly queued: number;
  /** Requests at work, one for each busy lane. */
  readonly running: number;
  /** Subshells beside the main shell. */
  readonly subshells: number;
  /** Memory its engine holds; absent while the engine cannot say. */
  readonly memory?: { readonly usedBytes: number; readonly limitBytes: number };
}

/** A connected client. */
export interface ClientState {
  /** Unique among all protocols; what `RequestContext.client` holds. */
  readonly id: string;
  /** Name of the protocol it speaks: `jupyter`. */
  readonly protocol: string;
  /** Milliseconds since the epoch of its first request. */
  readonly sinceMs: number;
  /** Requests it has made. */
  readonly requests: number;
}

/** Counts and times of requests since the kernel started. */
export interface RequestStatistics {
  /** Requests answered, all protocols together. */
  readonly total: number;
  /** Those answered with an error of the kernel; a script's own failure is not one. */
  readonly failed: number;
  /** Failed ones among the latest 1,000 requests, 0 to 1. */
  readonly errorRate: number;
  /** Milliseconds from a request to its answer over the latest 1,000; absent before the first. */
  readonly latencyMs?: { readonly p50: number; readonly p95: number; readonly p99: number };
}

/** All that a kernel tells of itself. Holds no secret. */
export interface KernelState {
  /** Id of the kernel, unique for its user. */
  readonly id: string;
  /** Version of the program: `0.1.0`. */
  readonly version: string;
  /** Where it is in its life. */
  readonly phase: KernelPhase;
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number;
  /** Seconds since the start, by a steady clock. */
  readonly uptimeSeconds: number;
  /** Open sessions, in the order opened. */
  readonly sessions: readonly SessionState[];
  /** Connected clients, in the order of their first request. */
  readonly clients: readonly ClientState[];
  /** Clients that may be connected at once. */
  readonly maxClients: number;
  /** Requests since the start. */
  readonly requests: RequestStatistics;
  /** Memory and CPU of the process and its host. */
  readonly usage: KernelUsage;
  /** Where it listens, by protocol: `{ http: "http://127.0.0.1:9560" }`. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Ports of the Jupyter channels, by channel; empty where it listens by `ipc`. */
  readonly ports: Readonly<Record<string, number>>;
  /** Files it uses, by purpose: `connection`, `pid`, `log`, `config`. */
  readonly files: Readonly<Record<string, string>>;
}

/** How well a kernel does. */
export type HealthStatus = "Healthy" | "Degraded" | "Unhealthy";

/** From which figures on a kernel is degraded or unhealthy; the section `health` of the configuration. */
export interface HealthThresholds {
  /** Resident memory of the process from which on it is degraded. */
  readonly memoryDegradedBytes: number;
  /** Resident memory of the process from which on it is unhealthy. */
  readonly memoryUnhealthyBytes: number;
  /** Share of one core from which on it is degraded. */
  readonly cpuDegradedPercent: number;
  /** Share of one core from which on it is unhealthy. */
  readonly cpuUnhealthyPercent: number;
  /** Delay of the event loop from which on it is degraded. */
  readonly lagDegradedMs: number;
  /** Delay of the event loop from which on it is unhealthy. */
  readonly lagUnhealthyMs: number;
  /** Share of failed requests from which on it is degraded, 0 to 1. */
  readonly errorRateDegraded: number;
  /** Share of failed requests from which on it is unhealthy, 0 to 1. */
  readonly errorRateUnhealthy: number;
  /** Waiting requests from which on it is degraded. */
  readonly queueDegraded: number;
  /** Waiting requests from which on it is unhealthy. */
  readonly queueUnhealthy: number;
}

/** One figure of a health report, against its thresholds. */
export interface HealthCheck {
  /** What is looked at: `memory`, `cpu`, `event_loop_lag`, `error_rate`, `queue_depth`, `log`, `store`, `engine`. */
  readonly name: string;
  /** The verdict on this figure alone. */
  readonly status: HealthStatus;
  /** The figure found; absent for checks that only say yes or no. */
  readonly value?: number;
  /** Unit of the figure: `bytes`, `percent`, `seconds`, `ratio`, `requests`. */
  readonly unit?: string;
  /** From here on the status is `Degraded`. */
  readonly degradedAt?: number;
  /** From here on the status is `Unhealthy`. */
  readonly unhealthyAt?: number;
  /** What is wrong, for a person; absent when nothing is. */
  readonly problem?: string;
}

/** How well a kernel does, with every check. */
export interface HealthReport {
  /** The worst status among the checks. */
  readonly status: HealthStatus;
  /** Where the kernel is in its life. */
  readonly phase: KernelPhase;
  /** True while it takes new work: it is running, not draining, and not unhealthy. */
  readonly ready: boolean;
  /** True from the moment it first took work. */
  readonly started: boolean;
  /** Every check, always all of them and in the same order. */
  readonly checks: readonly HealthCheck[];
}

/** A setting that a reload found changed. Values of secret settings are masked. */
export interface ConfigChange {
  /** Path of the setting: `log.level`. */
  readonly path: string;
  /** Value in force. */
  readonly before: unknown;
  /** Value read. */
  readonly after: unknown;
  /** `live`: in force at once. `restart`: only after the next start. */
  readonly takesEffect: "live" | "restart";
}

/** A session as it is kept over a restart. */
export interface SavedSession {
  /** Id of the session. */
  readonly id: string;
  /** Name of its language; a session of another one cannot take it over. */
  readonly language: string;
  /** Executions with `storeHistory` so far. */
  readonly executionCount: number;
  /** Globals that have a JSON form, by name. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Names of the globals that have none: functions, open handles. */
  readonly skipped: readonly string[];
}
