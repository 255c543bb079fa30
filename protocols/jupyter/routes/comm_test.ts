// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { callRoute } from "../testing.ts";
import { commClose, commMsg, commOpen } from "./comm.ts";

const outcome = () => ({ status: "ok", userExpressions: {} }) as const;

Deno.test("commOpen hands target, data, metadata and buffers to the session and sends no reply", async () => {
  const content = { comm_id: "c", target_name: "t", data: { a: 1 } };
  const more = { metadata: { m: 1 }, buffers: [new Uint8Array([1, 2])] };
  const { reply, calls } = await callRoute(commOpen, content, { comm: outcome }, more);
  assert.equal(reply, undefined);
  assert.equal(commOpen.reply, undefined);
  assert.deepEqual(calls[0]?.params, {
    ...{ type: "comm", action: "open", commId: "c", targetName: "t", data: { a: 1 } },
    ...more,
  });
});

Deno.test("commMsg and commClose name their action", async () => {
  for (const [route, action] of [[commMsg, "msg"], [commClose, "close"]] as const) {
    const { calls } = await callRoute(route, { comm_id: "c", data: {} }, { comm: outcome });
    const params = { type: "comm", action, commId: "c", data: {}, metadata: {}, buffers: [] };
    assert.deepEqual(calls[0]?.params, params);
  }
});
