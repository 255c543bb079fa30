// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { joinSessions, sessionsTable } from "./session_table.ts";
import { fakeState } from "./testing.ts";

Deno.test("sessionsTable() shows a line for each session, with what is known of it", () => {
  const { sessions: [state] } = fakeState("work");
  const info = [
    { session: "main", language: "lua", connectionFile: "/k/work.json" },
    { session: "py", language: "python", connectionFile: "/k/work.sessions/py.json" },
  ];
  const rows = joinSessions(info, [{
    ...state!,
    id: "main",
    status: "busy",
    executionCount: 12,
    memory: { usedBytes: 2 ** 20, limitBytes: 2 ** 29 },
  }]);
  assert.equal(rows[0]?.status, "busy");
  assert.equal(rows[1]?.status, undefined);
  assert.equal(
    sessionsTable(rows, false),
    "SESSION  LANGUAGE  STATUS  RUNS   MEMORY  CONNECTION FILE\n" +
      "main     lua       busy      12  1.0 MiB  /k/work.json\n" +
      "py       python                           /k/work.sessions/py.json\n",
  );
});
