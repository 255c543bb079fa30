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

/** Reads usage; shares of CPU are over the time since the previous reading, the first one since the start. */
export class UsageMeter {
  readonly #now: () => number;
  #last: Reading;

  /**
   * Begins to measure.
   *
   * @param now milliseconds of any steady clock
   */
  constructor(now: () => number) {
    this.#now = now;
    this.#last = { ...read(now()), processCpuMs: 0 };
  }

  /** Figures of this moment. */
  read(): KernelUsage {
    const reading = read(this.#now());
    const last = this.#last;
    this.#last = reading;
    const memory = Deno.systemMemoryInfo();
    return {
      pid: Deno.pid,
      cpuPercent: share(reading.processCpuMs - last.processCpuMs, reading.atMs - last.atMs),
      rssBytes: Deno.memoryUsage().rss,
      hostCpuPercent: share(
        reading.hostBusyMs - last.hostBusyMs,
        reading.hostTotalMs - last.hostTotalMs,
      ),
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
