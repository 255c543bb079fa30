// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { callRoute } from "../testing.ts";
import { commInfo } from "./comm_info.ts";

Deno.test("commInfo lists the comms of a target", async () => {
  const { reply, calls } = await callRoute(commInfo, { target_name: "t" }, {
    "comm.info": () => ({ comms: { c: { targetName: "t" } } }),
  });
  assert.deepEqual(calls[0]?.params, { targetName: "t" });
  assert.deepEqual(reply?.content, { status: "ok", comms: { c: { target_name: "t" } } });
});

Deno.test("commInfo asks for all comms when there is no target", async () => {
  const answers = { "comm.info": () => ({ comms: {} }) };
  for (const content of [{}, { target_name: null }]) {
    assert.deepEqual((await callRoute(commInfo, content, answers)).calls[0]?.params, {});
  }
});
