// SPDX-License-Identifier: Apache-2.0 OR MIT

/** Waits for what happens in a folder, told by the system; it does not look by the clock. */
export class FolderWatch implements AsyncDisposable {
  readonly #watcher: Deno.FsWatcher;
  readonly #ended: Promise<void>;
  #news = Promise.withResolvers<void>();

  /** @param folder has to be there; folders in it are not watched */
  constructor(folder: string) {
    this.#watcher = Deno.watchFs(folder, { recursive: false });
    this.#ended = this.#listen();
  }

  /**
   * Looks now and after each change, until there is something to be seen.
   *
   * @param look `undefined` as long as there is not; reading files is no change
   * @throws the signal's reason when it aborts
   */
  async until<T>(look: () => T | undefined, signal: AbortSignal): Promise<T> {
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    const abort = () => reject(signal.reason);
    signal.throwIfAborted();
    signal.addEventListener("abort", abort, { once: true });
    try {
      for (;;) {
        const news = this.#news.promise;
        const found = look();
        if (found !== undefined) return found;
        await Promise.race([news, aborted]);
      }
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }

  /** Ends the watch. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#watcher.close();
    return this.#ended;
  }

  async #listen(): Promise<void> {
    for await (const { kind } of this.#watcher) {
      if (kind === "access") continue;
      this.#news.resolve();
      this.#news = Promise.withResolvers<void>();
    }
  }
}
