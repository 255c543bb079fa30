// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { IdleWatch } from "./idle.ts";

/** A clock whose timers fire when it is moved. */
function clock() {
  let now = 0;
  let timers: { at: number; run: () => void }[] = [];
  return {
    now: () => now,
    after: (delayMs: number, run: () => void) => {
      const timer = { at: now + delayMs, run };
      timers.push(timer);
      return { [Symbol.dispose]: () => void (timers = timers.filter((one) => one !== timer)) };
    },
    move(ms: number) {
      for (const end = now + ms;;) {
        const [next] = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        now = next?.at ?? end;
        if (next === undefined) return;
        timers = timers.filter((one) => one !== next);
        next.run();
      }
    },
    get pending() {
      return timers.length;
    },
  };
}

Deno.test("IdleWatch tells once, when the kernel went unused for the timeout", () => {
  const { now, after, move } = clock();
  let idle = 0;
  using watch = new IdleWatch({
    timeoutMs: 100,
    onIdle: () => idle++,
    busy: () => false,
    now,
    after,
  });
  move(90);
  watch.touch();
  move(99);
  assert.equal(idle, 0);
  move(1);
  assert.equal(idle, 1);
  move(1_000);
  assert.equal(idle, 1);
});

Deno.test("IdleWatch counts code that runs as use", () => {
  const { now, after, move } = clock();
  let idle = 0;
  let busy = true;
  using _watch = new IdleWatch({
    timeoutMs: 100,
    onIdle: () => idle++,
    busy: () => busy,
    now,
    after,
  });
  move(450);
  busy = false;
  move(49);
  assert.equal(idle, 0);
  move(1);
  assert.equal(idle, 1);
});

Deno.test("IdleWatch waits for ever when the timeout is 0, and takes another one", () => {
  const at = clock();
  let idle = 0;
  const watch = new IdleWatch({ timeoutMs: 0, onIdle: () => idle++, busy: () => false, ...at });
  assert.equal(at.pending, 0);
  at.move(500);
  watch.setTimeout(600);
  at.move(99);
  assert.equal(idle, 0);
  at.move(1);
  assert.equal(idle, 1);
  watch[Symbol.dispose]();
  assert.equal(at.pending, 0);
});

Deno.test("IdleWatch keeps a timeout that is longer than a timer can be", () => {
  const { now, after, move } = clock();
  let idle = 0;
  const timeoutMs = 60 * 24 * 3600 * 1000;
  using _watch = new IdleWatch({ timeoutMs, onIdle: () => idle++, busy: () => false, now, after });
  move(timeoutMs - 1);
  assert.equal(idle, 0);
  move(1);
  assert.equal(idle, 1);
});
