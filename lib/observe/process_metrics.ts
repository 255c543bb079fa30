// SPDX-License-Identifier: Apache-2.0 OR MIT
// Figures of the process under the names that all Prometheus clients use.

import process from "node:process";
import type { Collector, MetricSnapshot } from "./metrics.ts";

/**
 * Reads the process's figures, for `MetricRegistry.collect`. What the system does not tell is left out.
 *
 * @see https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics
 */
export function processMetrics(): Collector {
  // The limit is the same for the life of the process as nothing here raises it.
  const maxFds = readMaxFds();
  return () => [
    ...seconds(),
    ...gauge("process_resident_memory_bytes", "Resident memory", Deno.memoryUsage().rss),
    ...gauge("process_virtual_memory_bytes", "Virtual memory", readVirtualBytes()),
    ...gauge("process_open_fds", "Open file descriptors", countOpenFds()),
    ...gauge("process_max_fds", "Most file descriptors that may be open", maxFds),
    ...gauge(
      "process_start_time_seconds",
      "Start of the process since the Unix epoch",
      performance.timeOrigin / 1000,
    ),
  ];
}

function seconds(): MetricSnapshot[] {
  const { user, system } = process.cpuUsage();
  return [{
    name: "process_cpu_seconds_total",
    help: "CPU time of the process, user and system",
    type: "counter",
    samples: [{ labels: {}, value: (user + system) / 1e6 }],
  }];
}

function gauge(name: string, help: string, value: number | undefined): MetricSnapshot[] {
  return value === undefined
    ? []
    : [{ name, help, type: "gauge", samples: [{ labels: {}, value }] }];
}

function countOpenFds(): number | undefined {
  try {
    const folder = Deno.build.os === "linux" ? "/proc/self/fd" : "/dev/fd";
    // One of them is the listing's own.
    return [...Deno.readDirSync(folder)].length - 1;
  } catch {
    return undefined;
  }
}

function readMaxFds(): number | undefined {
  const line = readProc("limits")?.match(/^Max open files\s+(\d+|unlimited)/m)?.[1];
  if (line === undefined) return undefined;
  return line === "unlimited" ? Infinity : Number(line);
}

function readVirtualBytes(): number | undefined {
  const kibibytes = readProc("status")?.match(/^VmSize:\s+(\d+) kB$/m)?.[1];
  return kibibytes === undefined ? undefined : 1024 * Number(kibibytes);
}

/** A file of Linux about this process; `undefined` elsewhere. */
function readProc(name: string): string | undefined {
  try {
    return Deno.readTextFileSync(`/proc/self/${name}`);
  } catch {
    return undefined;
  }
}
