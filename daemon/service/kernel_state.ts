// SPDX-License-Identifier: Apache-2.0 OR MIT
// A kernel's state and health, read when somebody asks.

import type { Config } from "../../lib/config/mod.ts";
import type { ClientState, HealthReport, KernelState } from "../../lib/contracts/mod.ts";
import { type Kernel, UsageMeter, within } from "../../lib/kernel/mod.ts";
import { evaluateHealth, type LatestWindow, measureLag } from "../../lib/observe/mod.ts";
import type { Lifecycle } from "./lifecycle.ts";

/** How long an engine may take to answer before the kernel counts as unhealthy. */
const ALIVE_MS = 5_000;

/** What state and health are read from. */
export interface StateSources {
  readonly id: string;
  readonly version: string;
  readonly kernel: Pick<Kernel, "states" | "load" | "sessions" | "alive" | "historyProblem">;
  readonly lifecycle: Lifecycle;
  readonly requests: LatestWindow;
  readonly clients: () => readonly ClientState[];
  /** The configuration in force. */
  readonly config: () => Config;
  /** Why log lines are lost; `undefined` while none are. */
  readonly logProblem: () => string | undefined;
  /** Where it listens, by protocol; known once it does. */
  readonly endpoints: () => KernelState["endpoints"];
  readonly ports: () => KernelState["ports"];
  readonly files: KernelState["files"];
  readonly startedAtMs: number;
  /** Milliseconds of a steady clock that was 0 at `startedAtMs`, or of another one. */
  readonly now: () => number;
}

/** Reads state and health of one kernel. CPU shares are over the time since the same question was asked before. */
export class KernelObserver {
  readonly #sources: StateSources;
  readonly #startMs: number;
  readonly #stateUsage: UsageMeter;
  readonly #healthUsage: UsageMeter;

  /** @param sources what it reads from */
  constructor(sources: StateSources) {
    this.#sources = sources;
    this.#startMs = sources.now();
    this.#stateUsage = new UsageMeter(sources.now);
    this.#healthUsage = new UsageMeter(sources.now);
  }

  /** All that the kernel tells of itself. */
  async state(): Promise<KernelState> {
    const { id, version, kernel, lifecycle, startedAtMs, now, requests } = this.#sources;
    const { clients, config, endpoints, ports, files } = this.#sources;
    return {
      id,
      version,
      phase: lifecycle.phase,
      startedAtMs,
      uptimeSeconds: (now() - this.#startMs) / 1000,
      sessions: await kernel.states(),
      clients: clients(),
      maxClients: config().kernel.maxClients,
      requests: requests.statistics(),
      usage: this.#stateUsage.read(),
      endpoints: endpoints(),
      ports: ports(),
      files,
    };
  }

  /** Makes every check now. */
  async health(): Promise<HealthReport> {
    const { kernel, lifecycle, requests, config, logProblem, now } = this.#sources;
    const { phase } = lifecycle;
    const [lagSeconds, engine] = await Promise.all([measureLag(now), this.#engineProblem()]);
    const { rssBytes, cpuPercent } = this.#healthUsage.read();
    const { status, checks } = evaluateHealth({
      memoryBytes: rssBytes,
      cpuPercent,
      lagSeconds,
      errorRate: requests.statistics().errorRate,
      queued: kernel.load.queued,
      problems: { log: logProblem(), store: kernel.historyProblem, engine },
    }, config().health);
    return {
      status,
      phase,
      ready: phase === "Running" && status !== "Unhealthy",
      started: lifecycle.hasStarted,
      checks,
    };
  }

  async #engineProblem(): Promise<string | undefined> {
    const silent = await silentSessions(this.#sources.kernel, ALIVE_MS);
    return silent.length === 0 ? undefined : `does not answer in ${silent.join(", ")}`;
  }
}

/** Ids of the sessions whose engine does not answer in time. */
export async function silentSessions(
  kernel: Pick<Kernel, "sessions" | "alive">,
  limitMs: number,
): Promise<string[]> {
  const answers = await Promise.all(
    kernel.sessions.map(async (id) => {
      const answer = kernel.alive(id).then(() => true);
      return await within(limitMs, answer) === true ? undefined : id;
    }),
  );
  return answers.filter((id) => id !== undefined);
}
