// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import type { Notify } from "./notify.ts";
import { startWatchdog, type Timers, type Watchdog, watchdogIntervalMs } from "./watchdog.ts";

/** A watchdog over timers that the test lets run out, and parts that answer when it says so. */
function testWatchdog(env: Record<string, string> = { WATCHDOG_USEC: "20000000" }) {
  const seen: string[] = [];
  const pending = new Map<number, { run: () => void; ms: number }>();
  let ids = 0;
  const timers = {
    setTimeout: (run: () => void, ms: number) => {
      pending.set(++ids, { run, ms });
      return ids;
    },
    clearTimeout: (id: number) => void pending.delete(id),
  } as unknown as Timers;
  const notify: Notify = {
    active: true,
    ready: () => {},
    reloading: () => {},
    stopping: () => {},
    status: (text) => void seen.push(text),
    watchdog: () => void seen.push("alive"),
    [Symbol.dispose]: () => {},
  };
  let answers: Record<string, Promise<unknown>> = {};
  const watchdog: Watchdog = startWatchdog({
    env: (name) => env[name],
    notify,
    ask: () => Object.entries(answers),
    onStuck: (parts) => void seen.push(`stuck: ${parts.join(" ")}`),
    timers,
  });
  return {
    watchdog,
    seen,
    pending,
    setAnswers: (next: Record<string, Promise<unknown>>) => void (answers = next),
    async timeUp() {
      for (const [id, { run }] of [...pending]) {
        pending.delete(id);
        run();
      }
      await settled();
    },
  };
}

/** Lets all promises run that wait for nothing but each other. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

Deno.test("startWatchdog() gives a sign of life at once and then in half the time allowed", async () => {
  const { watchdog, seen, pending, timeUp } = testWatchdog();
  await settled();
  assert.deepEqual(seen, ["alive"]);
  assert.deepEqual([watchdog.intervalMs, ...pending.values()].length, 2);
  assert.deepEqual([...pending.values()].map(({ ms }) => ms), [10_000]);
  await timeUp();
  await timeUp();
  assert.deepEqual(seen, ["alive", "alive", "alive"]);
  watchdog[Symbol.dispose]();
  await settled();
  assert.equal(pending.size, 0);
});

Deno.test("startWatchdog() gives none while a part does not answer, and names it once", async () => {
  const { watchdog, seen, setAnswers, timeUp } = testWatchdog();
  await settled();
  const late = Promise.withResolvers<void>();
  setAnswers({ main: Promise.resolve(), other: late.promise });
  await timeUp();
  await timeUp();
  await timeUp();
  assert.deepEqual(seen, ["alive", "No answer from: other", "stuck: other"]);
  late.resolve();
  await timeUp();
  await timeUp();
  assert.deepEqual(seen.slice(3), ["alive", "stuck: ", "alive", "alive"]);
  watchdog[Symbol.dispose]();
  await settled();
});

Deno.test("startWatchdog() takes a part that fails to answer for silent", async () => {
  const { watchdog, seen, setAnswers, timeUp } = testWatchdog();
  await settled();
  setAnswers({ main: Promise.reject(new Error("no")) });
  await timeUp();
  await timeUp();
  assert.deepEqual(seen, ["alive", "No answer from: main", "stuck: main"]);
  watchdog[Symbol.dispose]();
  await settled();
});

Deno.test("startWatchdog() is idle where no supervisor asked this process", async () => {
  for (const env of [{}, { WATCHDOG_USEC: "20000000", WATCHDOG_PID: "1" }]) {
    const { watchdog, seen, pending } = testWatchdog(env);
    await settled();
    assert.equal(watchdog.intervalMs, undefined);
    assert.deepEqual([seen.length, pending.size], [0, 0]);
    watchdog[Symbol.dispose]();
  }
});

Deno.test("watchdogIntervalMs() is half of WATCHDOG_USEC, for this process only", () => {
  const read = (usec: string | undefined, pid?: string) =>
    watchdogIntervalMs((name) => name === "WATCHDOG_USEC" ? usec : pid);
  assert.equal(read("30000000"), 15_000);
  assert.equal(read("30000000", ""), 15_000);
  assert.equal(read("30000000", String(Deno.pid)), 15_000);
  for (const usec of [undefined, "", "0", "x", "-1", "1.5"]) assert.equal(read(usec), undefined);
  assert.equal(read("30000000", "1"), undefined);
});
