// SPDX-License-Identifier: Apache-2.0 OR MIT
// A lane: requests of one session that run one after the other.

import { queueFull } from "./errors.ts";

/** One request in a lane. */
export interface LaneEntry {
  /** Does the request; the next one begins when the promise settles, which never rejects. */
  run(): Promise<void>;
  /** Present on executions: end the request as aborted when its turn comes, without running it. */
  abort?(): void;
  /** End the request with this error when its turn comes, without running it. */
  refuse(error: Error): void;
}

/**
 * A bounded first-in-first-out queue with one request at work. A full lane refuses the newest request: nothing
 * that was accepted is ever dropped.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const lane = new Lane(10);
 * const done: number[] = [];
 * for (const n of [1, 2]) {
 *   lane.push({ run: () => Promise.resolve(void done.push(n)), refuse: () => {} });
 * }
 * await lane.idle();
 * assert.deepEqual(done, [1, 2]);
 * ```
 */
export class Lane {
  #waiting: { readonly entry: LaneEntry; turn: () => Promise<void> }[] = [];
  #running = false;
  #idle = Promise.withResolvers<void>();

  /**
   * Makes an idle lane.
   *
   * @param maxQueued requests that may wait behind the one at work, 0 or more
   */
  constructor(readonly maxQueued: number) {
    this.#idle.resolve();
  }

  /** Requests that wait; the one at work is not counted. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** True while a request is at work. */
  get running(): boolean {
    return this.#running;
  }

  /**
   * Adds a request, and begins it at once when nothing is at work.
   *
   * @throws {KernelError} `queue.full` when `maxQueued` requests wait already
   */
  push(entry: LaneEntry): void {
    if (this.#running) {
      if (this.#waiting.length >= this.maxQueued) throw queueFull(this.maxQueued);
      this.#waiting.push({ entry, turn: () => entry.run() });
      return;
    }
    this.#running = true;
    this.#idle = Promise.withResolvers();
    void this.#work(() => entry.run());
  }

  /** Aborts the executions that wait now; each still answers in its turn. */
  abortWaiting(): void {
    this.#waiting = this.#waiting.map(({ entry, turn }) => ({
      entry,
      turn: entry.abort ? settled(() => entry.abort?.()) : turn,
    }));
  }

  /** Refuses all requests that wait now, for good; each still answers in its turn. */
  refuseWaiting(error: Error): void {
    this.#waiting = this.#waiting.map(({ entry }) => {
      const turn = settled(() => entry.refuse(error));
      return { entry: { run: turn, refuse: turn }, turn };
    });
  }

  /** Resolves when nothing is at work and nothing waits. */
  idle(): Promise<void> {
    return this.#idle.promise;
  }

  async #work(first: () => Promise<void>): Promise<void> {
    let turn: (() => Promise<void>) | undefined = first;
    while (turn) {
      await turn();
      turn = this.#waiting.shift()?.turn;
    }
    this.#running = false;
    this.#idle.resolve();
  }
}

function settled(act: () => void): () => Promise<void> {
  return () => {
    act();
    return Promise.resolve();
  };
}
