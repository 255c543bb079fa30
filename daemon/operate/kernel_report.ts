// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a kernel is like right now: its record, and what it answers when it is asked.

import { userInfo } from "node:os";
import type {
  HealthReport,
  HealthStatus,
  KernelPhase,
  KernelState,
} from "../../lib/contracts/mod.ts";
import { KernelError } from "../../lib/errors.ts";
import type { Context } from "../../lib/zmq/mod.ts";
import type { Env } from "../paths.ts";
import { openControl, openControlContext } from "./control_client.ts";
import type { FoundKernel } from "./discovery.ts";

/** One kernel in a list; what `kernel list --format json` prints. */
export interface KernelSummary {
  readonly id: string;
  readonly pid: number;
  /** `silent`: the process runs and does not answer. `foreign`: it runs and is not ours to ask. */
  readonly status: "running" | "silent" | "foreign" | "stopped";
  /** Where it is in its life; `null` when it was not asked or did not answer. */
  readonly phase: KernelPhase | null;
  /** How well it does; `null` when it was not asked or did not answer. */
  readonly health: HealthStatus | null;
  readonly language: string;
  readonly version: string;
  readonly owner: "own" | "other user";
  readonly uid: number | null;
  /** Name of its user; the id as text where it has no name. */
  readonly user: string;
  readonly daemon: boolean;
  readonly startedAtMs: number;
  /** Seconds since its start; `null` when it has ended. */
  readonly uptimeSeconds: number | null;
  readonly transport: "tcp" | "ipc";
  readonly ip: string;
  readonly ports: Readonly<Record<string, number>>;
  readonly http: string | null;
  readonly connectionFile: string;
  readonly pidFile: string;
  readonly logFile: string | null;
  /** Why it did not answer. */
  readonly problem?: string;
}

/** One kernel in detail; what `kernel status ID --format json` prints. */
export interface KernelReport extends KernelSummary {
  /** All that it tells of itself; `null` when it did not answer. */
  readonly state: KernelState | null;
  /** Every health check; `null` when it did not answer. */
  readonly checks: HealthReport["checks"] | null;
}

/** How kernels are asked. */
export interface ReportOptions {
  readonly env: Env;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** How long each answer may take. */
  readonly answerMs?: number;
  /** ZeroMQ context to use; it stays the caller's. */
  readonly context?: Context;
}

/** What a kernel answers about itself. */
export interface KernelAnswer {
  readonly state: KernelState;
  readonly health: HealthReport;
}

/** Reports on several kernels at once, in their order. Never rejects for what a kernel does. */
export async function reportKernels(
  kernels: readonly FoundKernel[],
  options: ReportOptions,
): Promise<KernelReport[]> {
  const asked = kernels.some(isAskable);
  await using stack = new AsyncDisposableStack();
  const context = options.context ??
    (asked ? stack.use(await openControlContext(options.env)) : undefined);
  const shared = context === undefined ? options : { ...options, context };
  return await Promise.all(kernels.map((kernel) => reportKernel(kernel, shared)));
}

/** Reports on one kernel. Never rejects for what the kernel does. */
export async function reportKernel(
  kernel: FoundKernel,
  options: ReportOptions,
): Promise<KernelReport> {
  if (!isAskable(kernel)) return describe(kernel, options.now());
  try {
    return describe(kernel, options.now(), await ask(kernel, options));
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
    return describe(kernel, options.now(), error);
  }
}

/** Makes a report of a record and what came of asking. */
export function describe(
  { record, owner, uid, state: life }: FoundKernel,
  now: number,
  answer?: KernelAnswer | KernelError,
): KernelReport {
  const told = answer instanceof KernelError ? undefined : answer;
  const running = life === "running" &&
    !(answer instanceof KernelError && answer.code === "kernel.ended");
  const status = !running
    ? "stopped"
    : owner !== "own"
    ? "foreign"
    : told === undefined
    ? "silent"
    : "running";
  const uptime = told?.state.uptimeSeconds ?? Math.max(0, (now - record.startedAtMs) / 1000);
  return {
    id: record.id,
    pid: record.pid,
    status,
    phase: told?.state.phase ?? null,
    health: told?.health.status ?? null,
    language: record.language,
    version: record.version,
    owner,
    uid,
    user: userName(uid),
    daemon: record.daemon,
    startedAtMs: record.startedAtMs,
    uptimeSeconds: running ? uptime : null,
    transport: record.transport,
    ip: record.ip,
    ports: record.ports,
    http: record.http ?? null,
    connectionFile: record.connectionFile,
    pidFile: record.pidFile,
    logFile: record.logFile ?? null,
    ...(answer instanceof KernelError ? { problem: answer.message } : {}),
    state: told?.state ?? null,
    checks: told?.health.checks ?? null,
  };
}

/** The part of a report that a list shows. */
export function summaryOf(
  { state: _state, checks: _checks, ...summary }: KernelReport,
): KernelSummary {
  return summary;
}

function isAskable({ owner, state }: FoundKernel): boolean {
  return owner === "own" && state === "running";
}

async function ask(
  { record }: FoundKernel,
  { env, answerMs, context }: ReportOptions,
): Promise<KernelAnswer> {
  await using control = await openControl({
    record,
    env,
    ...(answerMs === undefined ? {} : { answerMs }),
    ...(context === undefined ? {} : { context }),
  });
  const [state, health] = await Promise.all([
    control.operate("kernel.state", {}),
    control.operate("kernel.health", {}),
  ]);
  return { state, health };
}

/** Name of a user by the system's database; the id as text where that has none. */
function userName(uid: number | null): string {
  if (uid === null) return "unknown";
  try {
    if (uid === Deno.uid()) return userInfo().username;
    const line = Deno.readTextFileSync("/etc/passwd").split("\n")
      .find((entry) => entry.split(":")[2] === String(uid));
    return line?.split(":")[0] || String(uid);
  } catch {
    return String(uid);
  }
}
