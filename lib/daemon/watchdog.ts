// SPDX-License-Identifier: Apache-2.0 OR MIT
// Tells the supervisor that the daemon is alive, as long as its event loop turns and all its parts answer.

import type { Notify } from "./notify.ts";

/** What the watchdog asks, and whom it tells. */
export interface WatchdogOptions {
  /** Reads `WATCHDOG_USEC` and `WATCHDOG_PID`. */
  readonly env: (name: string) => string | undefined;
  /** Gets the signs of life, and the names of silent parts as status. */
  readonly notify: Notify;
  /** Asks every part for a sign of life: its name, and a promise that resolves when it answers. */
  readonly ask: () => Iterable<readonly [name: string, answer: Promise<unknown>]>;
  /** Hears which parts did not answer in time, whenever that changes; nobody when all answer again. */
  readonly onStuck?: (parts: readonly string[]) => void;
  /** Default: this process's timers. */
  readonly timers?: Timers;
}

/** The timers a watchdog uses. */
export type Timers = Pick<typeof globalThis, "setTimeout" | "clearTimeout">;

/** A watchdog at work, or an idle one where no supervisor asked for it. Disposal ends it. */
export interface Watchdog extends Disposable {
  /** Milliseconds between two signs of life; `undefined` when it is idle. */
  readonly intervalMs: number | undefined;
}

/**
 * Sends a sign of life in half the time that the supervisor allows, each only after every part has answered. While one
 * does not, nothing is sent, the status names it, and the supervisor ends the daemon when its time is up.
 *
 * @see sd_watchdog_enabled(3)
 */
export function startWatchdog(options: WatchdogOptions): Watchdog {
  const intervalMs = options.notify.active ? watchdogIntervalMs(options.env) : undefined;
  if (intervalMs === undefined) return { intervalMs, [Symbol.dispose]: () => {} };
  const stop = new AbortController();
  void watch(options, intervalMs, stop.signal);
  return { intervalMs, [Symbol.dispose]: () => stop.abort() };
}

/** Half of what `WATCHDOG_USEC` says, in milliseconds; `undefined` when it is unset or meant for another process. */
export function watchdogIntervalMs(
  env: (name: string) => string | undefined,
): number | undefined {
  const usec = Number(env("WATCHDOG_USEC") || Number.NaN);
  const pid = env("WATCHDOG_PID");
  if (pid && Number(pid) !== Deno.pid) return undefined;
  return Number.isSafeInteger(usec) && usec >= 2_000 ? Math.floor(usec / 2_000) : undefined;
}

async function watch(
  { ask, notify, onStuck, timers = globalThis }: WatchdogOptions,
  intervalMs: number,
  signal: AbortSignal,
): Promise<void> {
  let stuck = "";
  while (!signal.aborted) {
    using tick = after(intervalMs, timers, signal);
    const silent = await silentParts(ask(), tick.done);
    if (signal.aborted) return;
    if (silent.length === 0) notify.watchdog();
    const names = silent.join(", ");
    if (names !== stuck) {
      stuck = names;
      if (names !== "") notify.status(`No answer from: ${names}`);
      onStuck?.(silent);
    }
    await tick.done;
  }
}

/** Names of the parts that have not answered when the time is up; one that fails to answer is silent too. */
async function silentParts(
  parts: Iterable<readonly [name: string, answer: Promise<unknown>]>,
  timeUp: Promise<void>,
): Promise<string[]> {
  const waiting = new Set<string>();
  const answers: Promise<void>[] = [];
  for (const [name, answer] of parts) {
    waiting.add(name);
    answers.push(answer.then(() => void waiting.delete(name), () => timeUp));
  }
  await Promise.race([Promise.all(answers), timeUp]);
  return [...waiting];
}

/** A promise that resolves after some time, or at once when the signal aborts. */
function after(
  ms: number,
  timers: Timers,
  signal: AbortSignal,
): Disposable & { done: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = timers.setTimeout(resolve, ms);
  const abort = () => resolve();
  signal.addEventListener("abort", abort, { once: true });
  return {
    done: promise,
    [Symbol.dispose]() {
      timers.clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    },
  };
}
