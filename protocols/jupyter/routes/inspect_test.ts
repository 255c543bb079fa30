// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { callRoute } from "../testing.ts";
import { inspect } from "./inspect.ts";

Deno.test("inspect gives the bundle of what is found", async () => {
  const found = { found: true, data: { "text/plain": "x" }, metadata: {} } as const;
  const { reply, calls } = await callRoute(
    inspect,
    { code: "𨭎x", cursor_pos: 1, detail_level: 1 },
    {
      inspect: () => found,
    },
  );
  assert.deepEqual(calls[0]?.params, { code: "𨭎x", cursor: 2, detail: 1 });
  assert.deepEqual(reply?.content, { status: "ok", ...found });
});

Deno.test("inspect gives an empty bundle when nothing is found", async () => {
  const { reply } = await callRoute(inspect, { code: "?" }, { inspect: () => ({ found: false }) });
  assert.deepEqual(reply?.content, { status: "ok", found: false, data: {}, metadata: {} });
});
