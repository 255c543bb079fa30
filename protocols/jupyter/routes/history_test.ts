// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { callRoute } from "../testing.ts";
import { history } from "./history.ts";

const entries = [
  { session: 1, line: 1, input: "a", output: "1" },
  { session: 1, line: 2, input: "b", output: undefined },
];

Deno.test("history gives inputs, and pairs with outputs when they are wanted", async () => {
  const answers = { history: () => entries };
  const bare = await callRoute(history, { hist_access_type: "tail", n: 2 }, answers);
  assert.deepEqual(bare.reply?.content, { status: "ok", history: [[1, 1, "a"], [1, 2, "b"]] });
  const both = await callRoute(history, { hist_access_type: "tail", output: true }, answers);
  assert.deepEqual(both.reply?.content, {
    status: "ok",
    history: [[1, 1, ["a", "1"]], [1, 2, ["b", null]]],
  });
});

Deno.test("history asks for what the request says", async () => {
  const cases: [object, object][] = [
    [{ hist_access_type: "tail", raw: true }, { access: "tail", n: 10 }],
    [{ hist_access_type: "range", session: -1, start: 2, stop: 4 }, {
      access: "range",
      session: -1,
      start: 2,
      stop: 4,
    }],
    [{ hist_access_type: "range", stop: null }, {
      access: "range",
      session: 0,
      start: 1,
      stop: undefined,
    }],
    [{ hist_access_type: "search", pattern: "a*", n: 3, unique: true }, {
      access: "search",
      pattern: "a*",
      n: 3,
      unique: true,
    }],
    [{ hist_access_type: "search" }, {
      access: "search",
      pattern: "*",
      n: undefined,
      unique: false,
    }],
  ];
  for (const [content, query] of cases) {
    const { calls } = await callRoute(history, content, { history: () => [] });
    assert.deepEqual(calls[0]?.params, query);
  }
});

Deno.test("history refuses an access type it does not know", async () => {
  await assert.rejects(callRoute(history, { hist_access_type: "all" }), /hist_access_type/);
});
