// SPDX-License-Identifier: Apache-2.0 OR MIT
// Signals as operations of the kernel.

import type { Counter, Logger, RequestContext, Router } from "../../lib/contracts/mod.ts";
import { KernelError } from "../../lib/errors.ts";

/** A signal that means something to a kernel. */
export type KernelSignal = "SIGTERM" | "SIGINT" | "SIGHUP" | "SIGUSR1" | "SIGUSR2";

/** What signals act on. */
export interface SignalTargets {
  readonly router: Router;
  /** Ids of the open sessions. */
  readonly sessions: () => readonly string[];
  /** True while code runs or waits. */
  readonly busy: () => boolean;
  /** A front end started the kernel and decides when it ends: SIGINT on an idle kernel means nothing. */
  readonly owned: boolean;
  /** Opens the log files anew. */
  readonly reopenLogs: () => void;
  /** True when the terminal that the kernel was started from is gone. */
  readonly terminalGone: () => boolean;
  readonly log: Logger;
  /** Counts signals by their name. */
  readonly counter: Counter;
}

/**
 * What each signal does:
 *
 * - SIGTERM: `kernel.shutdown`; a second one skips the time of grace.
 * - SIGINT: `interrupt` of every session; the second one on a kernel without work is `kernel.shutdown`.
 * - SIGHUP: opens the logs anew and `config.reload`; `kernel.shutdown` when the terminal went away.
 * - SIGUSR1: `config.reload`.
 * - SIGUSR2: `kernel.dump`.
 *
 * Nothing here throws; what an operation refuses is logged.
 */
export function signalActions(targets: SignalTargets): Record<KernelSignal, () => Promise<void>> {
  const { busy, owned, terminalGone, reopenLogs, log } = targets;
  let idleInterrupts = 0;
  const shutdown = (signal: KernelSignal) =>
    attempt(
      targets,
      signal,
      (context) => targets.router.call("kernel.shutdown", { restart: false }, context),
    );
  const reload = (signal: KernelSignal) =>
    attempt(targets, signal, async (context) => {
      const { changes } = await targets.router.call("config.reload", { dryRun: false }, context);
      if (changes.length === 0) log.info("{signal}: the configuration has not changed", { signal });
    });
  return {
    SIGTERM: () => shutdown("SIGTERM"),
    SIGINT: () => {
      if (busy()) {
        idleInterrupts = 0;
        return interruptAll(targets);
      }
      if (owned) return Promise.resolve();
      if (++idleInterrupts > 1) return shutdown("SIGINT");
      log.info("Nothing runs. A second SIGINT stops the kernel");
      return Promise.resolve();
    },
    SIGHUP: () => {
      if (terminalGone()) return shutdown("SIGHUP");
      reopenLogs();
      return reload("SIGHUP");
    },
    SIGUSR1: () => reload("SIGUSR1"),
    SIGUSR2: () =>
      attempt(targets, "SIGUSR2", async (context) => {
        const { path } = await targets.router.call("kernel.dump", {}, context);
        log.info("The state was written to {path}", { path });
      }),
  };
}

async function interruptAll(targets: SignalTargets): Promise<void> {
  await attempt(targets, "SIGINT", async (context) => {
    for (const session of targets.sessions()) {
      await targets.router.call("interrupt", {}, { ...context, session });
    }
  });
}

async function attempt(
  { sessions, log, counter }: SignalTargets,
  signal: KernelSignal,
  operation: (context: RequestContext) => Promise<unknown>,
): Promise<void> {
  counter.increment({ signal });
  log.debug("Received {signal}", { signal });
  const context: RequestContext = {
    client: "signal",
    session: sessions()[0] ?? "",
    channel: "control",
    parent: undefined,
    signal: new AbortController().signal,
  };
  try {
    await operation(context);
  } catch (error) {
    if (error instanceof KernelError) {
      log.error("{signal}: {message}; {hint}", {
        signal,
        message: error.message,
        hint: error.hint,
      });
    } else log.error("{signal} failed: {error}", { signal, error });
  }
}
