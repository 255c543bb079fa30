// SPDX-License-Identifier: Apache-2.0 OR MIT
// Shows something again and again, until it is interrupted or there is nothing left to show.

/** Where signals come from: `Deno` is one. */
export type SignalSource = Pick<typeof Deno, "addSignalListener" | "removeSignalListener">;

/** What is shown, and how often. */
export interface WatchOptions {
  /** From one showing to the next; showings fall on multiples of it, so that several watchers agree. */
  readonly intervalMs: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Shows it once; false when there is nothing more to come. */
  readonly show: () => Promise<boolean>;
  /** Resolves when it should be shown at once. */
  readonly news?: Promise<void>;
  readonly signals?: SignalSource;
  /** Calls back after some milliseconds; disposing takes it back. */
  readonly after?: (ms: number, callback: () => void) => Disposable;
}

/**
 * Shows something now, at each multiple of the interval, and when there is news.
 *
 * @returns `interrupted` after SIGINT, `ended` when `show` said so
 */
export async function watch(options: WatchOptions): Promise<"interrupted" | "ended"> {
  const { intervalMs, now, show, signals = Deno, after = timer } = options;
  const interrupt = Promise.withResolvers<"interrupted">();
  const onInterrupt = () => interrupt.resolve("interrupted");
  signals.addSignalListener("SIGINT", onInterrupt);
  let news = options.news?.then(() => "news" as const);
  try {
    while (true) {
      const shown = await Promise.race([show(), interrupt.promise]);
      if (shown === "interrupted") return "interrupted";
      if (!shown) return "ended";
      const tick = Promise.withResolvers<"tick">();
      using _timer = after(intervalMs - now() % intervalMs, () => tick.resolve("tick"));
      const reasons = [interrupt.promise, tick.promise, ...(news === undefined ? [] : [news])];
      const reason = await Promise.race<"interrupted" | "tick" | "news">(reasons);
      if (reason === "interrupted") return "interrupted";
      if (reason === "news") news = undefined;
    }
  } finally {
    signals.removeSignalListener("SIGINT", onInterrupt);
  }
}

function timer(ms: number, callback: () => void): Disposable {
  const id = setTimeout(callback, ms);
  return { [Symbol.dispose]: () => clearTimeout(id) };
}
