// SPDX-License-Identifier: Apache-2.0 OR MIT
// Hears a kernel's signals from the first moment to the last. Without a listener they would end the process in the
// middle of its start, and leave its PID file.

import { listenSignals, type SignalAction, type SignalSource } from "../../lib/daemon/mod.ts";
import type { KernelSignal } from "./signals.ts";

/** What to do at each signal. */
export type KernelSignalActions = Readonly<Record<KernelSignal, SignalAction>>;

/** Signals on their way to whoever acts on them. Disposing stops listening. */
export interface SignalSwitch extends Disposable {
  /**
   * From here on each signal leads to its action. That of a SIGTERM or SIGINT that came before follows at once; the
   * other signals meant nothing then.
   */
  lead(actions: KernelSignalActions): void;
}

/**
 * Begins to listen.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const listeners = new Map<Deno.Signal, () => void>();
 * using signals = openSignalSwitch({
 *   addSignalListener: (signal, call) => void listeners.set(signal, call),
 *   removeSignalListener: (signal) => void listeners.delete(signal),
 * });
 * listeners.get("SIGTERM")?.();
 * const heard: string[] = [];
 * const note = (name: string) => () => void heard.push(name);
 * signals.lead({
 *   SIGTERM: note("TERM"),
 *   SIGINT: note("INT"),
 *   SIGHUP: note("HUP"),
 *   SIGUSR1: note("USR1"),
 *   SIGUSR2: note("USR2"),
 * });
 * assert.deepEqual(heard, ["TERM"]);
 * ```
 */
export function openSignalSwitch(source: SignalSource = Deno): SignalSwitch {
  const early = new Set<KernelSignal>();
  let actions: KernelSignalActions | undefined;
  const hear = (signal: KernelSignal): SignalAction => (count) => {
    if (actions !== undefined) return actions[signal](count);
    if (signal === "SIGTERM" || signal === "SIGINT") early.add(signal);
  };
  const signals = listenSignals({
    SIGTERM: hear("SIGTERM"),
    SIGINT: hear("SIGINT"),
    SIGHUP: hear("SIGHUP"),
    SIGUSR1: hear("SIGUSR1"),
    SIGUSR2: hear("SIGUSR2"),
  }, source);
  return {
    lead(next) {
      actions = next;
      for (const signal of early) void next[signal](1);
      early.clear();
    },
    [Symbol.dispose]: () => signals[Symbol.dispose](),
  };
}
