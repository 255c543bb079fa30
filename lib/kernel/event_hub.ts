// SPDX-License-Identifier: Apache-2.0 OR MIT
// Hands every event of a session to all its subscribers.

import type { Logger, SessionEvent } from "../contracts/mod.ts";

/** Subscribers of one session. Delivery is synchronous, so all of them see the same order. */
export class EventHub {
  readonly #listeners = new Set<(event: SessionEvent) => void>();
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Subscribers at this moment. */
  get size(): number {
    return this.#listeners.size;
  }

  subscribe(listener: (event: SessionEvent) => void): Disposable {
    const own = (event: SessionEvent) => listener(event);
    this.#listeners.add(own);
    return { [Symbol.dispose]: () => void this.#listeners.delete(own) };
  }

  /** A listener that throws is logged and keeps its place; the others get the event all the same. */
  publish(event: SessionEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        this.#log.error("A subscriber failed on {type}: {error}", { type: event.body.type, error });
      }
    }
  }
}
