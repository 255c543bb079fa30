// SPDX-License-Identifier: Apache-2.0 OR MIT

/** What a hostile script tries, and what it sees. */
export interface Attempt {
  /** Ends the sentence "the script tries to get at …" or names the trick; for a reader of docs/security.md. */
  readonly tried: string;
  /**
   * The script. `SECRET_FILE` stands for the path of a file that no script may read. Where `LLMSPELL_SECRET` stands,
   * it is the name of an environment variable that no script may read.
   */
  readonly code: string;
  /** Fits the text of the script's value, its error (`name: message`), or `ended: ` with the reason of its engine's end. */
  readonly expected: RegExp;
  /** Says to a reader what `expected` says, where its source does not. */
  readonly sees?: string;
  /** True: the script prints `on` and does not end; it is interrupted then. */
  readonly endless?: boolean;
  /** True: what it leaves behind in its session would disturb the next script there, though the session goes on. */
  readonly spoils?: boolean;
}

/** Attempts with one aim. */
export interface AttemptGroup {
  /** Names the aim; a heading of docs/security.md. */
  readonly group: string;
  readonly attempts: readonly Attempt[];
}
