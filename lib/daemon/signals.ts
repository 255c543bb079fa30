// SPDX-License-Identifier: Apache-2.0 OR MIT
// Calls one action for each kind of signal, however many come at once. SIGPIPE and SIGCHLD need none: Deno ignores the
// one, and the other does nothing by default.

import { keepInspectorClosed } from "./inspector.ts";

/**
 * Called with the number of signals since its last call, 1 or more; the system itself may have merged some. While it
 * runs, further signals wait and then lead to one call.
 */
export type SignalAction = (count: number) => void | Promise<void>;

/** What to do at which signal. */
export type SignalActions = Readonly<Partial<Record<Deno.Signal, SignalAction>>>;

/** Where signals come from: `Deno` is one. */
export type SignalSource = Pick<typeof Deno, "addSignalListener" | "removeSignalListener">;

/**
 * Listens to signals until disposed. An action that fails is a bug: its error is not caught, but later signals are
 * still heard. Where the deno command would open V8's inspector at SIGUSR1, listening to it prevents that.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { listenSignals } from "./mod.ts";
 *
 * const listeners = new Map<Deno.Signal, () => void>();
 * const source = {
 *   addSignalListener: (signal: Deno.Signal, call: () => void) => void listeners.set(signal, call),
 *   removeSignalListener: (signal: Deno.Signal) => void listeners.delete(signal),
 * };
 * const counts: number[] = [];
 * using _signals = listenSignals({ SIGHUP: (count) => void counts.push(count) }, source);
 * listeners.get("SIGHUP")?.();
 * assert.deepEqual(counts, [1]);
 * ```
 */
export function listenSignals(actions: SignalActions, source: SignalSource = Deno): Disposable {
  using stack = new DisposableStack();
  if (actions.SIGUSR1 !== undefined && source === Deno) keepInspectorClosed();
  for (const [name, action] of Object.entries(actions)) {
    const signal = name as Deno.Signal;
    const queue = new SignalQueue(action);
    const listener = () => queue.add();
    source.addSignalListener(signal, listener);
    stack.defer(() => {
      source.removeSignalListener(signal, listener);
      queue.close();
    });
  }
  return stack.move();
}

/** Counts signals of one kind and runs their action, never twice at once. */
class SignalQueue {
  readonly #action: SignalAction;
  #pending = 0;
  #running = false;
  #closed = false;

  constructor(action: SignalAction) {
    this.#action = action;
  }

  add(): void {
    this.#pending++;
    if (!this.#running) void this.#run();
  }

  close(): void {
    this.#closed = true;
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      while (this.#pending > 0 && !this.#closed) {
        const count = this.#pending;
        this.#pending = 0;
        await this.#action(count);
      }
    } finally {
      this.#running = false;
    }
  }
}
