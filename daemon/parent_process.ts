// SPDX-License-Identifier: Apache-2.0 OR MIT
// The front end that started a kernel: when it ends, so does the kernel.

import { type Context, watchProcessExit } from "../lib/zmq/mod.ts";

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
