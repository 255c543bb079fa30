// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import type { RequestContext, Router } from "../lib/contracts/mod.ts";
import { ActivityRouter } from "./activity.ts";

const context: RequestContext = {
  client: "test",
  session: "main",
  channel: "shell",
  parent: undefined,
  signal: new AbortController().signal,
};

Deno.test("ActivityRouter is busy from the call of an execution to its end, also a failed one", async () => {
  const { promise, reject } = Promise.withResolvers<never>();
  const router: Router = {
    call: () => promise,
    subscribe: () => ({ [Symbol.dispose]: () => {} }),
  };
  const heard: string[] = [];
  const activity = new ActivityRouter(router, {
    used: () => void heard.push("used"),
    answered: () => void heard.push("answered"),
  });
  assert.equal(activity.busy, false);
  const other = activity.call("kernel.info", {}, context);
  assert.equal(activity.busy, false);
  const execution = activity.call("execute", {
    code: "",
    silent: false,
    storeHistory: false,
    userExpressions: {},
    stopOnError: false,
  }, context);
  assert.equal(activity.busy, true);
  reject(new Error("ended"));
  await Promise.allSettled([other, execution]);
  assert.equal(activity.busy, false);
  assert.deepEqual(heard, ["used", "answered", "used"]);
});
