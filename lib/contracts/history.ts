// SPDX-License-Identifier: Apache-2.0 OR MIT
// The inputs and outputs of sessions, kept across restarts.

/** One remembered execution. */
export interface HistoryEntry {
  /** Number of the session it belongs to, from 1; every start of a session has a number of its own. */
  readonly session: number;
  /** Execution count within that session, from 1. */
  readonly line: number;
  /** Source text as it was executed. */
  readonly input: string;
  /** Text of the result, when there was one. */
  readonly output: string | undefined;
}

/** Which entries are wanted. @see Jupyter messaging 5.5, "History" */
export type HistoryQuery =
  | { readonly access: "tail"; readonly n: number }
  | {
    readonly access: "range";
    /** Positive: that session. 0: the current one. Negative: counted back from the current one. */
    readonly session: number;
    /** First line, from 1; negative counts back from the end. */
    readonly start: number;
    /** First line not wanted; absent for all. */
    readonly stop?: number | undefined;
  }
  | {
    readonly access: "search";
    /** Glob with `*` and `?`. */
    readonly pattern: string;
    readonly n?: number | undefined;
    readonly unique: boolean;
  };

/**
 * History as one session writes and reads it. What `append` and `setOutput` are given has reached the operating system
 * when they return.
 */
export interface SessionHistory {
  /** Adds an execution under the number of this session. */
  append(entry: Omit<HistoryEntry, "session">): void;
  /** Adds the result of an execution of this session; without effect where the line was not appended. */
  setOutput(line: number, output: string): void;
  /** Entries wanted, oldest first; `n` keeps the newest. */
  query(query: HistoryQuery): HistoryEntry[];
}

/** Keeps the history of all sessions. */
export interface HistoryStore extends Disposable {
  /** A session that begins; it gets its number when it is first needed. */
  session(): SessionHistory;
}
