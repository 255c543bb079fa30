// SPDX-License-Identifier: Apache-2.0 OR MIT
// Hands every event of a session to all its subscribers.

import type { Logger, SessionEvent, SessionListener } from "../contracts/mod.ts";

/** Subscribers of one session. Delivery is synchronous, so all of them see the same order. */
export class EventHub {
  readonly #listeners = new Set<SessionListener>();
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Subscribers at this moment. */
  get size(): number {
    return this.#listeners.size;
  }

  subscribe(listener: SessionListener): Disposable {
    const own: SessionListener = (event) => listener(event);
    this.#listeners.add(own);
    return { [Symbol.dispose]: () => void this.#listeners.delete(own) };
  }

  /**
   * A listener that throws is logged and keeps its place; the others get the event all the same.
   *
   * @returns a promise when a listener is congested; it settles when none of them is any more, and never rejects
   */
  publish(event: SessionEvent): Promise<void> | void {
    let congested: Promise<void>[] | undefined;
    for (const listener of this.#listeners) {
      try {
        const room = listener(event);
        if (room) (congested ??= []).push(room);
      } catch (error) {
        this.#failed(event, error);
      }
    }
    if (congested) return this.#room(event, congested);
  }

  async #room(event: SessionEvent, congested: readonly Promise<void>[]): Promise<void> {
    for (const outcome of await Promise.allSettled(congested)) {
      if (outcome.status === "rejected") this.#failed(event, outcome.reason);
    }
  }

  #failed(event: SessionEvent, error: unknown): void {
    this.#log.error("A subscriber failed on {type}: {error}", { type: event.body.type, error });
  }
}
