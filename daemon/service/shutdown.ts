// SPDX-License-Identifier: Apache-2.0 OR MIT
// The graceful end of a kernel, step by step.

import type { Logger } from "../../lib/contracts/mod.ts";
import { type Kernel, withinGrace } from "../../lib/kernel/mod.ts";
import type { Lifecycle } from "./lifecycle.ts";

/** What `shutDown` is given. */
export interface ShutdownOptions {
  readonly kernel: Pick<
    Kernel,
    "refuseWork" | "settled" | "endEngines" | "announceShutdown" | "sessions" | "hurried"
  >;
  readonly lifecycle: Lifecycle;
  /** How long running code may take to end. */
  readonly graceMs: number;
  /** Keeps the state of these sessions. */
  readonly save: (sessions: readonly string[]) => Promise<void>;
  readonly log: Logger;
}

/**
 * Ends a kernel's work: refuses new work and interrupts what runs (`Initiated`), waits for it to end at most `graceMs`
 * or until somebody is in a hurry (`WaitingForOperations`), keeps the state of the sessions that came to rest
 * (`SavingState`), ends what still runs, so that its requests are answered, and tells the clients
 * (`NotifyingClients`). The caller then takes the parts down (`Cleanup`, `Complete`). Never rejects: a step that fails
 * is logged, and the next one begins.
 */
export async function shutDown(options: ShutdownOptions): Promise<void> {
  const { kernel, lifecycle, graceMs, save, log } = options;
  lifecycle.enter("Initiated");
  kernel.refuseWork();
  lifecycle.enter("WaitingForOperations");
  const busy = await waitForOperations(kernel, graceMs);
  if (busy.length > 0) {
    log.warn("Code that did not end within the time of grace is terminated in {sessions}", {
      sessions: busy.join(", "),
    });
  }
  lifecycle.enter("SavingState");
  try {
    await save(kernel.sessions.filter((id) => !busy.includes(id)));
  } catch (error) {
    log.error("Cannot save the state: {error}", { error });
  }
  lifecycle.enter("NotifyingClients");
  await kernel.endEngines(busy);
  kernel.announceShutdown();
  lifecycle.enter("Cleanup");
}

function waitForOperations(
  kernel: Pick<Kernel, "settled" | "hurried">,
  graceMs: number,
): Promise<string[]> {
  return withinGrace(graceMs, (grace) => kernel.settled(AbortSignal.any([grace, kernel.hurried])));
}
