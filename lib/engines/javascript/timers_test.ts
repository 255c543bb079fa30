// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import type { Owner } from "./runs.ts";
import { Timers } from "./timers.ts";

function owner(execution: number): Owner {
  return { execution, silent: false, stop: undefined };
}

Deno.test("Timers gives what has been due for longest, and sets again what repeats", () => {
  let now = 100;
  const timers = new Timers(() => now);
  const mine = owner(1);
  assert.equal(timers.waitMs, undefined);
  const late = timers.set(mine, 20, false);
  const often = timers.set(mine, 5, true);
  assert.equal(timers.take(), undefined);
  assert.equal(timers.waitMs, 5);
  now = 130;
  assert.equal(timers.waitMs, 0);
  assert.deepEqual(timers.take(), { id: often, owner: mine });
  assert.deepEqual(timers.take(), { id: late, owner: mine });
  assert.equal(timers.take(), undefined);
  assert.equal(timers.waitMs, 5);
  timers.clear(often);
  assert.equal(timers.waitMs, undefined);
});

Deno.test("Timers waits for one millisecond at least, and no longer than clocks can", () => {
  const timers = new Timers(() => 0);
  timers.set(owner(1), Infinity, false);
  assert.equal(timers.waitMs, 2 ** 31 - 1);
  timers.set(owner(1), 0, true);
  assert.equal(timers.waitMs, 1);
});

Deno.test("Timers knows whose they are", () => {
  const timers = new Timers(() => 0);
  const [mine, other] = [owner(1), owner(2)];
  const ids = [timers.set(mine, 1, false), timers.set(mine, 2, true)];
  timers.set(other, 3, false);
  assert(timers.isPending(mine));
  assert.deepEqual(timers.drop(mine), ids);
  assert(!timers.isPending(mine) && timers.isPending(other));
  assert.equal(timers.waitMs, 3);
});
