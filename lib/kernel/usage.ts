// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the kernel process and its host use, as Jupyter front ends show it.

import { cpus } from "node:os";
import process from "node:process";
import type { KernelUsage } from "../contracts/mod.ts";

interface Reading {
  readonly atMs: number;
  readonly processCpuMs: number;
  readonly hostBusyMs: number;
  readonly hostTotalMs: number;
}

/** Shortest time that a share of CPU is taken over: within less, one burst of work, as at the start, would look like load. */
const WINDOW_MS = 1_000;

/**
 * Reads usage. Shares of CPU are over the time since they were last taken, at least a second; readings in between
 * repeat them. A first reading sooner than that counts the work done so far as that of a whole second.
 */
export class UsageMeter {
  readonly #now: () => number;
  #last: Reading;
  #shares: { readonly cpuPercent: number; readonly hostCpuPercent: number } | undefined;

  /**
   * Begins to measure.
   *
   * @param now milliseconds of any steady clock
   */
  constructor(now: () => number) {
    this.#now = now;
    this.#last = read(now());
  }

  /** Figures of this moment. */
  read(): KernelUsage {
    const memory = Deno.systemMemoryInfo();
    return {
      pid: Deno.pid,
      ...this.#readShares(),
      rssBytes: Deno.memoryUsage().rss,
      hostCpuCount: navigator.hardwareConcurrency,
      hostMemory: {
        total: memory.total,
        available: memory.available,
        used: memory.total - memory.available,
        free: memory.free,
        percent: share(memory.total - memory.available, memory.total),
      },
    };
  }

  #readShares(): Pick<KernelUsage, "cpuPercent" | "hostCpuPercent"> {
    const atMs = this.#now();
    const last = this.#last;
    if (this.#shares !== undefined && atMs - last.atMs < WINDOW_MS) return this.#shares;
    const reading = read(atMs);
    this.#last = reading;
    const overMs = Math.max(atMs - last.atMs, WINDOW_MS);
    return this.#shares = {
      cpuPercent: share(reading.processCpuMs - last.processCpuMs, overMs),
      hostCpuPercent: share(
        reading.hostBusyMs - last.hostBusyMs,
        reading.hostTotalMs - last.hostTotalMs,
      ),
    };
  }
}

function read(atMs: number): Reading {
  const { user, system } = process.cpuUsage();
  let hostBusyMs = 0;
  let hostTotalMs = 0;
  for (const { times } of cpus()) {
    const busy = times.user + times.nice + times.sys + times.irq;
    hostBusyMs += busy;
    hostTotalMs += busy + times.idle;
  }
  return { atMs, processCpuMs: (user + system) / 1000, hostBusyMs, hostTotalMs };
}

/** Part of whole in percent with one decimal; 0 where there is no whole. */
function share(part: number, whole: number): number {
  return whole > 0 ? Math.max(0, Math.round((1000 * part) / whole) / 10) : 0;
}
