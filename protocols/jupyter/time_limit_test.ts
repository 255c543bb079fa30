// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { TimeLimit } from "./time_limit.ts";

Deno.test("TimeLimit aborts when time is up", async () => {
  using limit = new TimeLimit(1);
  await new Promise((done) => limit.signal.addEventListener("abort", done, { once: true }));
  assert.ok(limit.exceeded);
});

Deno.test("TimeLimit aborts with the caller's signal and is not exceeded then", () => {
  const caller = new AbortController();
  using limit = new TimeLimit(60_000, caller.signal);
  caller.abort();
  assert.ok(limit.signal.aborted);
  assert.equal(limit.exceeded, false);
});
