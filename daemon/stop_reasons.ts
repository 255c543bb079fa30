// SPDX-License-Identifier: Apache-2.0 OR MIT
// What ends a kernel in the foreground, and what merely interrupts it.

import { type Context, watchProcessExit } from "../lib/zmq/mod.ts";

/** Why a kernel ends. */
export type StopReason = "shutdown request" | "SIGTERM" | "SIGINT" | "SIGHUP" | "parent ended";

/** What `watchSignals` calls. */
export interface SignalActions {
  /** True while code runs: SIGINT then interrupts it. */
  readonly busy: () => boolean;
  readonly interrupt: () => void;
  readonly stop: (reason: StopReason) => void;
  /** Whether a front end started the kernel: its SIGINT on an idle kernel does nothing. */
  readonly owned: boolean;
}

/** Where signals come from: `Deno` is one. */
export type SignalSource = Pick<typeof Deno, "addSignalListener" | "removeSignalListener">;

/** Listens to the signals that end or interrupt a kernel, until disposed. */
export function watchSignals(
  { busy, interrupt, stop, owned }: SignalActions,
  source: SignalSource = Deno,
): Disposable {
  const listeners: [Deno.Signal, () => void][] = [
    ["SIGTERM", () => stop("SIGTERM")],
    ["SIGHUP", () => stop("SIGHUP")],
    ["SIGINT", () => {
      if (busy()) interrupt();
      else if (!owned) stop("SIGINT");
    }],
  ];
  for (const [signal, listener] of listeners) source.addSignalListener(signal, listener);
  return {
    [Symbol.dispose]() {
      for (const [signal, listener] of listeners) source.removeSignalListener(signal, listener);
    },
  };
}

/** Process id of the front end that started this kernel, as `jupyter_client` tells it. */
export function parentProcess(env: (name: string) => string | undefined): number | undefined {
  const pid = Number(env("JPY_PARENT_PID") || Number.NaN);
  return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
}

/** Calls `onExit` when the process ends: told by the system, or where it cannot, by looking once a second. */
export function watchParent(context: Context, pid: number, onExit: () => void): Disposable {
  const watch = watchProcessExit(context, pid, onExit);
  if (watch !== undefined) return watch;
  const parent = Deno.ppid;
  const timer = setInterval(() => {
    if (Deno.ppid !== parent) onExit();
  }, 1_000);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
