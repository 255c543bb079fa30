// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { parentProcess, type StopReason, watchSignals } from "./stop_reasons.ts";

/** What each signal led to, for a kernel in this state; and how many listeners are left in the end. */
function deliver(
  signals: readonly Deno.Signal[],
  state: { readonly busy: boolean; readonly owned: boolean },
): { seen: string[]; left: number } {
  const seen: string[] = [];
  const listeners = new Map<Deno.Signal, () => void>();
  const source = {
    addSignalListener: (signal: Deno.Signal, listener: () => void) =>
      void listeners.set(signal, listener),
    removeSignalListener: (signal: Deno.Signal) => void listeners.delete(signal),
  };
  {
    using _watch = watchSignals({
      busy: () => state.busy,
      interrupt: () => void seen.push("interrupt"),
      stop: (reason: StopReason) => void seen.push(reason),
      owned: state.owned,
    }, source);
    for (const signal of signals) listeners.get(signal)?.();
  }
  return { seen, left: listeners.size };
}

Deno.test("watchSignals() interrupts a busy kernel and stops an idle one at SIGINT", () => {
  assert.deepEqual(deliver(["SIGINT"], { busy: true, owned: false }).seen, ["interrupt"]);
  assert.deepEqual(deliver(["SIGINT"], { busy: false, owned: false }).seen, ["SIGINT"]);
});

Deno.test("watchSignals() leaves an idle kernel alone at SIGINT when a front end owns it", () => {
  assert.deepEqual(deliver(["SIGINT"], { busy: false, owned: true }).seen, []);
});

Deno.test("watchSignals() stops any kernel at SIGTERM and SIGHUP, and takes its listeners away", () => {
  const { seen, left } = deliver(["SIGTERM", "SIGHUP"], { busy: true, owned: true });
  assert.deepEqual(seen, ["SIGTERM", "SIGHUP"]);
  assert.equal(left, 0);
});

Deno.test("parentProcess() takes a process id from JPY_PARENT_PID and nothing else", () => {
  const read = (text: string | undefined) => parentProcess(() => text);
  assert.equal(read("42"), 42);
  for (const text of [undefined, "", "0", "-1", "1.5", "x"]) assert.equal(read(text), undefined);
});
