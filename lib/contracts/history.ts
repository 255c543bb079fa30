// SPDX-License-Identifier: Apache-2.0 OR MIT
// The inputs and outputs of sessions, kept across restarts.

/** One remembered execution. */
export interface HistoryEntry {
  /** Number of the kernel start it belongs to, from 1. */
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

/** Keeps history. What `append` and `setOutput` are given has reached the operating system when they return. */
export interface HistoryStore extends Disposable {
  /** Adds an execution under the number of this kernel start. */
  append(entry: Omit<HistoryEntry, "session">): void;
  /** Adds the result of an execution of this kernel start; without effect where the line was not appended. */
  setOutput(line: number, output: string): void;
  /** Entries wanted, oldest first; `n` keeps the newest. */
  query(query: HistoryQuery): HistoryEntry[];
}
