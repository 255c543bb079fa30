// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { callRoute } from "../testing.ts";
import { createSubshell, deleteSubshell, listSubshell } from "./subshell.ts";

Deno.test("createSubshell replies with the new lane's id", async () => {
  const { reply } = await callRoute(createSubshell, {}, {
    "subshell.create": () => ({ subshell: "a" }),
  });
  assert.deepEqual(reply?.content, { status: "ok", subshell_id: "a" });
});

Deno.test("deleteSubshell names the lane", async () => {
  const { calls } = await callRoute(deleteSubshell, { subshell_id: "a" }, {
    "subshell.delete": () => ({}),
  });
  assert.deepEqual(calls[0]?.params, { subshell: "a" });
});

Deno.test("listSubshell replies with all ids", async () => {
  const { reply } = await callRoute(listSubshell, {}, {
    "subshell.list": () => ({ subshells: ["a", "b"] }),
  });
  assert.deepEqual(reply?.content, { status: "ok", subshell_id: ["a", "b"] });
});
