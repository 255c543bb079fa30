// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { callRoute } from "../testing.ts";
import { debug } from "./debug.ts";

Deno.test("debug answers with a failure response of the Debug Adapter Protocol", async () => {
  const request = { type: "request", seq: 9, command: "attach", arguments: {} };
  const { reply } = await callRoute(debug, request);
  const format = 'Cannot perform "attach": this kernel has no debugger';
  assert.deepEqual(reply?.content, {
    type: "response",
    seq: 9,
    request_seq: 9,
    success: false,
    command: "attach",
    message: format,
    body: { error: { id: 1, format, showUser: false } },
  });
});
