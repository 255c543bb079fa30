// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { withinLimit } from "./within_limit.ts";

const signal = new AbortController().signal;

function forever(stop: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  stop.addEventListener("abort", () => reject(new Error("aborted")), { once: true });
  return promise;
}

Deno.test("withinLimit() hands on what the work finds or throws", async () => {
  assert.equal(await withinLimit({ what: "x", signal }, () => Promise.resolve(1)), 1);
  const failing = withinLimit({ what: "x", signal }, () => Promise.reject(new Error("boom")));
  await assert.rejects(failing, /^Error: boom$/);
});

Deno.test("withinLimit() says what did not come, when the time is over", async () => {
  const late = withinLimit({ what: "a reply", signal, limitMs: 1 }, forever);
  await assert.rejects(late, /^BenchError: no answer: a reply: nothing in 0.001 s$/);
});

Deno.test("withinLimit() aborts the work when the run ends", async () => {
  const stop = new AbortController();
  const ended = withinLimit({ what: "a reply", signal: stop.signal }, forever);
  stop.abort();
  await assert.rejects(ended, /^Error: aborted$/);
});
