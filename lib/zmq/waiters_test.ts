// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { Waiters } from "./waiters.ts";

Deno.test("Waiters serves in the order of joining", async () => {
  const waiters = new Waiters<string, number>();
  const results = [1, 2, 3].map((value) => waiters.add(value, undefined, () => {}));
  assert.equal(waiters.first, 1);
  waiters.resolveFirst("a");
  assert.equal(waiters.first, 2);
  waiters.rejectFirst(new Error("b"));
  waiters.rejectAll(new Error("c"));
  assert.equal(waiters.size, 0);
  const settled = await Promise.allSettled(results);
  assert.deepEqual(
    settled.map((one) => one.status === "fulfilled" ? one.value : one.reason.message),
    ["a", "b", "c"],
  );
});

Deno.test("Waiters lets an abort leave the line, whoever it is", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 20 }), async (aborts) => {
      const waiters = new Waiters<number, undefined>();
      let left = 0;
      const results = aborts.map((aborted) => {
        const controller = new AbortController();
        const result = waiters.add(undefined, controller.signal, () => left++);
        return { aborted, controller, result };
      });
      for (const { aborted, controller } of results) if (aborted) controller.abort("gone");
      assert.equal(waiters.size, aborts.filter((aborted) => !aborted).length);
      for (let served = 0; waiters.size > 0; served++) waiters.resolveFirst(served);
      for (const { controller } of results) controller.abort("late");
      let next = 0;
      for (const { aborted, result } of results) {
        if (aborted) await assert.rejects(result, (reason) => reason === "gone");
        else assert.equal(await result, next++);
      }
      assert.equal(left, aborts.length - next);
    }),
  );
});

Deno.test("Waiters throws when the line is empty", () => {
  assert.throws(() => new Waiters<void, void>().resolveFirst(), RangeError);
});
