// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { draftOf, type PublishedEvent } from "./events.ts";
import type { Draft } from "./messages.ts";

const data = { "text/plain": "1" };
const buffers = [new Uint8Array([1])];
const cases: [string, PublishedEvent, Draft][] = [
  [
    "execution_started",
    { type: "execution_started", code: "x", executionCount: 3 },
    { type: "execute_input", content: { code: "x", execution_count: 3 } },
  ],
  [
    "result",
    { type: "result", executionCount: 3, data, metadata: {} },
    {
      type: "execute_result",
      content: { execution_count: 3, data, metadata: {}, transient: {} },
    },
  ],
  [
    "error",
    { type: "error", ename: "LuaError", evalue: "boom", traceback: ["a"] },
    { type: "error", content: { ename: "LuaError", evalue: "boom", traceback: ["a"] } },
  ],
  [
    "display",
    { type: "display", data, metadata: {} },
    { type: "display_data", content: { data, metadata: {}, transient: {} } },
  ],
  [
    "display with update",
    { type: "display", data, metadata: {}, displayId: "d", update: true },
    {
      type: "update_display_data",
      content: { data, metadata: {}, transient: { display_id: "d" } },
    },
  ],
  [
    "clear_output",
    { type: "clear_output", wait: true },
    { type: "clear_output", content: { wait: true } },
  ],
  [
    "comm open",
    {
      ...{ type: "comm", action: "open", commId: "c", targetName: "t", data: { a: 1 } },
      metadata: { m: 1 },
      buffers,
    },
    {
      type: "comm_open",
      content: { comm_id: "c", target_name: "t", data: { a: 1 } },
      metadata: { m: 1 },
      buffers,
    },
  ],
  [
    "comm close",
    { type: "comm", action: "close", commId: "c", data: {}, metadata: {}, buffers: [] },
    { type: "comm_close", content: { comm_id: "c", data: {} }, metadata: {}, buffers: [] },
  ],
  [
    "shutdown",
    { type: "shutdown", restart: true },
    { type: "shutdown_reply", content: { status: "ok", restart: true } },
  ],
];

for (const [name, event, draft] of cases) {
  Deno.test(`draftOf() shapes ${name}`, () => assert.deepEqual(draftOf(event), draft));
}
