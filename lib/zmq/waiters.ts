// SPDX-License-Identifier: Apache-2.0 OR MIT
// Promises that are kept in order, each of which an AbortSignal may take out of the line.

interface Waiter<T, V> {
  readonly value: V;
  readonly resolve: (result: T) => void;
  readonly reject: (reason: unknown) => void;
  readonly leave: () => void;
}

/** A line of those who wait for a `T`, each bringing a `V`. */
export class Waiters<T, V> {
  readonly #line = new Set<Waiter<T, V>>();

  get size(): number {
    return this.#line.size;
  }

  /** What the first in the line brought. Only when `size` is not 0. */
  get first(): V {
    return this.#head().value;
  }

  /**
   * Joins the line.
   *
   * @param left called after the signal took the waiter out; the promise then rejects with the signal's reason
   */
  add(value: V, signal: AbortSignal | undefined, left: () => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.#line.delete(waiter);
        reject(signal?.reason);
        left();
      };
      const leave = () => signal?.removeEventListener("abort", abort);
      const waiter: Waiter<T, V> = { value, resolve, reject, leave };
      this.#line.add(waiter);
      signal?.addEventListener("abort", abort, { once: true });
    });
  }

  resolveFirst(result: T): void {
    this.#shift().resolve(result);
  }

  rejectFirst(reason: unknown): void {
    this.#shift().reject(reason);
  }

  rejectAll(reason: unknown): void {
    while (this.#line.size > 0) this.rejectFirst(reason);
  }

  #shift(): Waiter<T, V> {
    const head = this.#head();
    this.#line.delete(head);
    head.leave();
    return head;
  }

  #head(): Waiter<T, V> {
    for (const waiter of this.#line) return waiter;
    throw new RangeError("Cannot serve the first waiter: the line is empty");
  }
}
