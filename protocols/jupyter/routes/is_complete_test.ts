// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { callRoute } from "../testing.ts";
import { isComplete } from "./is_complete.ts";

Deno.test("isComplete gives an indent only when the code is incomplete", async () => {
  const open = await callRoute(isComplete, { code: "f(" }, {
    isComplete: () => ({ status: "incomplete", indent: "  " }),
  });
  assert.deepEqual(open.reply?.content, { status: "incomplete", indent: "  " });
  const whole = await callRoute(isComplete, { code: "f()" }, {
    isComplete: () => ({ status: "complete" }),
  });
  assert.deepEqual(whole.reply?.content, { status: "complete" });
});
