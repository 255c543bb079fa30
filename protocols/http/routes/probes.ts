// SPDX-License-Identifier: Apache-2.0 OR MIT
// What an orchestrator asks. Without the token the answer is the status and one or two words.

import type { HealthReport } from "../../../lib/contracts/mod.ts";
import { json } from "../problem.ts";
import type { Route, RouteCall } from "./route.ts";

/** The process answers: its event loop turns. Asks nothing of the kernel, for a restart is the cure of this alone. */
export const live: Route = {
  path: "/health/live",
  summary: "200 while the process answers: restart it when it does not",
  open: true,
  handle: () => json({ live: true }),
};

/** The kernel takes new work. */
export const ready: Route = {
  path: "/health/ready",
  summary: "200 while the kernel takes new work, else 503 with the reasons",
  open: true,
  handle: async (call) => {
    const report = await ask(call);
    const { ready, phase, status } = report;
    const verdict = { ready, phase };
    return json(
      call.trusted ? { ...verdict, status, reasons: reasons(report) } : verdict,
      ready ? 200 : 503,
    );
  },
};

/** The kernel has been able to take work once: slow starts are over. */
export const startup: Route = {
  path: "/health/startup",
  summary: "503 until the kernel has started, 200 from then on",
  open: true,
  handle: async (call) => {
    const { started, phase } = await ask(call);
    return json({ started, phase }, started ? 200 : 503);
  },
};

function ask({ router, context }: RouteCall): Promise<HealthReport> {
  return router.call("kernel.health", {}, context);
}

/** Why the kernel takes no new work; empty when it does. */
function reasons({ ready, phase, checks }: HealthReport): string[] {
  if (ready) return [];
  const failed = checks.filter(({ status }) => status === "Unhealthy");
  return [
    ...(phase === "Running" ? [] : [phaseReason(phase)]),
    ...failed.map(({ name, problem }) => problem ?? `${name} is unhealthy`),
  ];
}

function phaseReason(phase: HealthReport["phase"]): string {
  if (phase === "Starting") return "the kernel has not started yet";
  if (phase === "Draining") return "the kernel finishes what runs and takes no new work";
  return `the kernel is shutting down: ${phase}`;
}
