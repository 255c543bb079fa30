// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { callRoute } from "../testing.ts";
import { complete } from "./complete.ts";

Deno.test("complete converts positions between code points and UTF-16", async () => {
  const { reply, calls } = await callRoute(complete, { code: "𨭎 = 𨭎𨭎", cursor_pos: 6 }, {
    complete: ({ cursor }) => ({
      matches: [
        { text: "𨭎𨭎𨭎", kind: "variable" },
        { text: "𨭎𨭎f", kind: "function", signature: "(x)" },
      ],
      start: cursor - 4,
      end: cursor,
    }),
  });
  assert.deepEqual(calls[0]?.params, { code: "𨭎 = 𨭎𨭎", cursor: 9 });
  assert.deepEqual(reply?.content, {
    status: "ok",
    matches: ["𨭎𨭎𨭎", "𨭎𨭎f"],
    cursor_start: 4,
    cursor_end: 6,
    metadata: {
      _jupyter_types_experimental: [
        { text: "𨭎𨭎𨭎", type: "variable", start: 4, end: 6 },
        { text: "𨭎𨭎f", type: "function", start: 4, end: 6, signature: "(x)" },
      ],
    },
  });
});

Deno.test("complete takes the end of the code when there is no cursor_pos", async () => {
  const { calls } = await callRoute(complete, { code: "abc" }, {
    complete: () => ({ matches: [], start: 3, end: 3 }),
  });
  assert.deepEqual(calls[0]?.params, { code: "abc", cursor: 3 });
});
