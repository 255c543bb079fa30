// SPDX-License-Identifier: Apache-2.0 OR MIT
// Where a kernel is in its life, for everyone who asks and everyone who wants to be told.

import type { KernelPhase, ShutdownPhase } from "../../lib/contracts/mod.ts";

/** Hears of each new phase. */
export type PhaseListener = (phase: KernelPhase) => void;

/**
 * The phases of one kernel: `Starting`, then `Running` or `Draining`, then those of the shutdown in their order.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const phases: string[] = [];
 * const lifecycle = new Lifecycle({ draining: () => false });
 * lifecycle.onPhase((phase) => phases.push(phase));
 * lifecycle.started();
 * lifecycle.enter("Initiated");
 * assert.deepEqual(phases, ["Running", "Initiated"]);
 * ```
 */
export class Lifecycle {
  readonly #draining: () => boolean;
  readonly #listeners = new Set<PhaseListener>();
  #running = false;
  #shutdown: ShutdownPhase | undefined;

  /** @param parts `draining` tells whether the kernel refuses new work for the time being */
  constructor({ draining }: { readonly draining: () => boolean }) {
    this.#draining = draining;
  }

  /** The phase of this moment. */
  get phase(): KernelPhase {
    return this.#shutdown ??
      (!this.#running ? "Starting" : this.#draining() ? "Draining" : "Running");
  }

  /** True from the moment the kernel first took work. */
  get hasStarted(): boolean {
    return this.#running;
  }

  /** Hears of each new phase until disposed. */
  onPhase(listener: PhaseListener): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** The kernel takes work from now on. */
  started(): void {
    this.#running = true;
    this.#tell();
  }

  /** The kernel began or ended to drain. */
  drained(): void {
    this.#tell();
  }

  /** A step of the shutdown begins. */
  enter(phase: ShutdownPhase): void {
    this.#shutdown = phase;
    this.#tell();
  }

  #tell(): void {
    const { phase } = this;
    for (const listener of this.#listeners) listener(phase);
  }
}
