// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { startEnginesLater } from "./engine_start.ts";

Deno.test("startEnginesLater() starts once when the first request is answered, and not at once", async () => {
  let starts = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  using later = startEnginesLater(() => {
    starts++;
    resolve();
  });
  later.answered();
  later.answered();
  assert.equal(starts, 0);
  await promise;
  later.answered();
  assert.equal(starts, 1);
});

Deno.test("startEnginesLater() starts without a request too", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  using _later = startEnginesLater(resolve);
  await promise;
});

Deno.test("startEnginesLater() starts nothing after it was disposed", () => {
  const later = startEnginesLater(() => assert.fail("started"));
  later[Symbol.dispose]();
  later.answered();
});
