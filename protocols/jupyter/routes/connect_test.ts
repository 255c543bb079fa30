// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { callRoute } from "../testing.ts";
import { connect } from "./connect.ts";

Deno.test("connect names the five ports as bound", async () => {
  const { reply } = await callRoute(connect, {});
  assert.deepEqual(reply?.content, {
    status: "ok",
    shell_port: 1,
    iopub_port: 2,
    stdin_port: 3,
    control_port: 4,
    hb_port: 5,
  });
});
