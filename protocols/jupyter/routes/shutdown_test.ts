// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { callRoute } from "../testing.ts";
import { shutdown } from "./shutdown.ts";

Deno.test("shutdown replies with the restart flag, false when it is left out", async () => {
  for (const [content, restart] of [[{ restart: true }, true], [{}, false]] as const) {
    const { reply, calls } = await callRoute(shutdown, content);
    assert.deepEqual(calls[0]?.params, { restart, announce: true });
    assert.deepEqual(reply?.content, { status: "ok", restart });
  }
});
