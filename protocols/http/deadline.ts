// SPDX-License-Identifier: Apache-2.0 OR MIT

import type { After } from "./options.ts";

/** A limit of time that several waits share. Disposing it takes the timer away. */
export class Deadline implements Disposable {
  readonly #end: PromiseWithResolvers<never> = Promise.withResolvers<never>();
  readonly #timer: Disposable;

  /** @param late makes what the waits are rejected with */
  constructor(after: After, limitMs: number, late: () => Error) {
    this.#end.promise.catch(() => {});
    this.#timer = after(limitMs, () => this.#end.reject(late()));
  }

  /**
   * Waits for work, at most until the deadline. Work that is late goes on unheard.
   *
   * @throws what the work throws, what `late` makes, or what `cut` was given
   */
  within<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#end.promise]);
  }

  /** Ends all waits now. */
  cut(error: Error): void {
    this.#end.reject(error);
  }

  /** Takes the timer away; waits that are left have no limit. */
  [Symbol.dispose](): void {
    this.#timer[Symbol.dispose]();
  }
}
