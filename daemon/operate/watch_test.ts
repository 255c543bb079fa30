// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { type SignalSource, watch } from "./watch.ts";

/** Signals by hand. */
function signals(): SignalSource & { raise(): void; count(): number } {
  const listeners = new Set<() => void>();
  return {
    addSignalListener: (_signal, listener) => void listeners.add(listener),
    removeSignalListener: (_signal, listener) => void listeners.delete(listener),
    raise: () => listeners.forEach((listener) => listener()),
    count: () => listeners.size,
  };
}

Deno.test("watch() shows at multiples of the interval, until there is nothing more", async () => {
  let clock = 10_250;
  const times: number[] = [];
  const source = signals();
  const end = await watch({
    intervalMs: 1_000,
    now: () => clock,
    show: () => Promise.resolve(times.push(clock) < 3),
    signals: source,
    after: (ms, callback) => {
      clock += ms;
      callback();
      return { [Symbol.dispose]() {} };
    },
  });
  assert.equal(end, "ended");
  assert.deepEqual(times, [10_250, 11_000, 12_000]);
  assert.equal(source.count(), 0);
});

Deno.test("watch() ends at SIGINT, even while it shows", async () => {
  const source = signals();
  const options = { intervalMs: 600_000, now: () => 1, signals: source };
  const shown = Promise.withResolvers<void>();
  const waiting = watch({
    ...options,
    show: () => {
      shown.resolve();
      return Promise.resolve(true);
    },
  });
  await shown.promise;
  source.raise();
  assert.equal(await waiting, "interrupted");
  const showing = watch({ ...options, show: () => new Promise<never>(() => {}) });
  source.raise();
  assert.equal(await showing, "interrupted");
  assert.equal(source.count(), 0);
});

Deno.test("watch() shows at once when there is news, and once only", async () => {
  const news = Promise.withResolvers<void>();
  let count = 0;
  const end = await watch({
    intervalMs: 600_000,
    now: () => 1,
    show: () => {
      news.resolve();
      return Promise.resolve(++count < 2);
    },
    news: news.promise,
    signals: signals(),
  });
  assert.deepEqual([end, count], ["ended", 2]);
});
