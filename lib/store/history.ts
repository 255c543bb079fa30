// SPDX-License-Identifier: Apache-2.0 OR MIT
// History in SQLite: one file for all kernels of a home, opened when it is first needed.

import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { HistoryEntry, HistoryQuery, HistoryStore, SessionHistory } from "../contracts/mod.ts";
import { historyUnreadable } from "./errors.ts";

const SCHEMA_VERSION = 1;
const SCHEMA = `
CREATE TABLE sessions (id INTEGER PRIMARY KEY AUTOINCREMENT, started_at TEXT NOT NULL);
CREATE TABLE entries (
  session INTEGER NOT NULL REFERENCES sessions (id),
  line INTEGER NOT NULL,
  input TEXT NOT NULL,
  output TEXT,
  PRIMARY KEY (session, line)
) WITHOUT ROWID;
PRAGMA user_version = ${SCHEMA_VERSION};`;

/** Memory for pages of the file: history is appended to all the time and read now and then. */
const CACHE_KIB = 256;

interface Open {
  readonly db: DatabaseSync;
  readonly begin: StatementSync;
  readonly insert: StatementSync;
  readonly update: StatementSync;
}

/** Where history is kept and what time it is. */
export interface HistoryOptions {
  /** Path of the SQLite file, or `:memory:`. Its folder is made, with mode 0700. */
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * A `HistoryStore` in SQLite. Several kernels may share the file. The journal is write-ahead, so an entry survives the
 * end of the process by any signal.
 *
 * @throws {KernelError} `store.unreadable` from every method of a session's history when the file is damaged or newer
 * than the program
 */
export function openHistory(options: HistoryOptions): HistoryStore {
  let opened: Open | undefined;
  const ready = () => opened ??= open(options);
  return {
    session: () => openSession(ready, options.now),
    [Symbol.dispose]() {
      opened?.db.close();
      opened = undefined;
    },
  };
}

function openSession(ready: () => Open, now: () => number): SessionHistory {
  let session: number | undefined;
  const number = ({ begin }: Open): number =>
    session ??= Number(begin.run(new Date(now()).toISOString()).lastInsertRowid);
  return {
    append({ line, input, output }) {
      const store = ready();
      store.insert.run(number(store), line, input, output ?? null);
    },
    setOutput(line, output) {
      const store = ready();
      store.update.run(output, number(store), line);
    },
    query(query) {
      const store = ready();
      return select(store.db, number(store), query).map(toEntry);
    },
  };
}

function open({ path }: HistoryOptions): Open {
  let db: DatabaseSync | undefined;
  try {
    if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    db = new DatabaseSync(path);
    db.exec(
      "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;" +
        `PRAGMA cache_size = -${CACHE_KIB};`,
    );
    migrate(db, path);
    const begin = db.prepare("INSERT INTO sessions (started_at) VALUES (?)");
    const insert = db.prepare("INSERT INTO entries VALUES (?, ?, ?, ?)");
    const update = db.prepare("UPDATE entries SET output = ? WHERE session = ? AND line = ?");
    return { db, begin, insert, update };
  } catch (error) {
    db?.close();
    throw historyUnreadable(path, error);
  }
}

function migrate(db: DatabaseSync, path: string): void {
  db.exec("BEGIN IMMEDIATE");
  try {
    const version = Number(db.prepare("PRAGMA user_version").get()?.["user_version"]);
    if (version > SCHEMA_VERSION) {
      throw new RangeError(`schema ${version} of "${path}" is newer than ${SCHEMA_VERSION}`);
    }
    if (version === 0) db.exec(SCHEMA);
    db.exec("COMMIT");
  } catch (error) {
    db.exec("ROLLBACK");
    throw error;
  }
}

type Row = Record<string, null | number | bigint | string | Uint8Array>;

function select(db: DatabaseSync, current: number, query: HistoryQuery): Row[] {
  if (query.access === "tail") return last(db, query.n, "SELECT * FROM entries");
  if (query.access === "search") {
    // With MAX() in the columns SQLite takes the other columns from the row of the maximum.
    const from = query.unique
      ? "SELECT *, MAX(session * 1000000000 + line) FROM entries WHERE input GLOB ? GROUP BY input"
      : "SELECT * FROM entries WHERE input GLOB ?";
    return last(db, query.n, from, query.pattern);
  }
  const session = query.session > 0 ? query.session : current + query.session;
  const count = Number(
    db.prepare("SELECT COALESCE(MAX(line), 0) AS n FROM entries WHERE session = ?")
      .get(session)?.["n"],
  );
  const fromEnd = (line: number) => line < 0 ? count + 1 + line : line;
  return db.prepare(
    "SELECT * FROM entries WHERE session = ? AND line >= ? AND line < ? ORDER BY line",
  )
    .all(session, fromEnd(query.start), query.stop === undefined ? count + 1 : fromEnd(query.stop));
}

/** The newest `n` rows of a query, or all of them, oldest first. */
function last(db: DatabaseSync, n: number | undefined, from: string, ...values: string[]): Row[] {
  return db.prepare(`SELECT * FROM (${from}) ORDER BY session DESC, line DESC LIMIT ?`)
    .all(...values, n ?? -1).reverse();
}

function toEntry(row: Row): HistoryEntry {
  return {
    session: Number(row["session"]),
    line: Number(row["line"]),
    input: String(row["input"]),
    output: row["output"] === null ? undefined : String(row["output"]),
  };
}
