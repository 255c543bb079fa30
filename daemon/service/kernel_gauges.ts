// SPDX-License-Identifier: Apache-2.0 OR MIT
// Figures of a kernel that are read when somebody looks at the metrics.

import type { Metrics } from "../../lib/contracts/mod.ts";
import type { Collector } from "../../lib/observe/mod.ts";

/** Where the figures come from. */
export interface GaugeSources {
  /** Requests at work and those that wait. */
  readonly load: () => { readonly running: number; readonly queued: number };
  /** Open sessions. */
  readonly sessions: () => number;
  /** Connected clients. */
  readonly clients: () => number;
}

/** A collector that sets the kernel's gauges. */
export function kernelGauges(
  metrics: Metrics,
  { load, sessions, clients }: GaugeSources,
): Collector {
  const open = metrics.gauge({ name: "llmspell_kernel_sessions", help: "Open sessions" });
  const connected = metrics.gauge({
    name: "llmspell_kernel_clients",
    help: "Connected clients, all protocols together",
  });
  const running = metrics.gauge({
    name: "llmspell_kernel_requests_running",
    help: "Requests of sessions at work",
  });
  const queued = metrics.gauge({
    name: "llmspell_kernel_requests_queued",
    help: "Requests of sessions that wait for their turn",
  });
  return () => {
    const now = load();
    open.set(sessions());
    connected.set(clients());
    running.set(now.running);
    queued.set(now.queued);
  };
}
