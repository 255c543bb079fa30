// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sessions of a kernel, laid out for people.

import type { SessionInfo, SessionState } from "../../lib/contracts/mod.ts";
import { humanBytes } from "../cli/human.ts";
import { renderTable } from "../cli/table.ts";

/** A session with what it does at this moment; what `session list --format json` prints. */
export type SessionRow = SessionInfo & Partial<Omit<SessionState, "id" | "language">>;

/** Sessions with their states; one that was opened or closed in between has none. */
export function joinSessions(
  sessions: readonly SessionInfo[],
  states: readonly SessionState[],
): SessionRow[] {
  return sessions.map((session) => {
    const { id: _, language: __, ...state } = states.find(({ id }) => id === session.session) ??
      { id: "", language: "" };
    return { ...session, ...state };
  });
}

/** A table of sessions, one line each. */
export function sessionsTable(rows: readonly SessionRow[], colour: boolean): string {
  const columns = [
    ...[{ title: "SESSION" }, { title: "LANGUAGE" }, { title: "STATUS" }],
    ...[{ title: "RUNS", align: "right" }, { title: "MEMORY", align: "right" }] as const,
    { title: "CONNECTION FILE" },
  ];
  const cells = rows.map((row) => [
    row.session,
    row.language,
    row.status ?? "",
    row.executionCount === undefined ? "" : String(row.executionCount),
    row.memory === undefined ? "" : humanBytes(row.memory.usedBytes),
    row.connectionFile,
  ]);
  return renderTable(columns, cells, colour);
}
