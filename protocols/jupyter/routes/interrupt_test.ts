// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { callRoute } from "../testing.ts";
import { interrupt } from "./interrupt.ts";

Deno.test("interrupt calls the Router and replies ok", async () => {
  const { reply, calls } = await callRoute(interrupt, {});
  assert.deepEqual(calls.map(({ operation }) => operation), ["interrupt"]);
  assert.deepEqual(reply?.content, { status: "ok" });
});
