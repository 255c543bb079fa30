// SPDX-License-Identifier: Apache-2.0 OR MIT
// What scripts of a session may touch outside of it.

/** Grants of a session. What is absent is refused. */
export interface HostPolicy {
  /** Files and folders that may be read, with all below them. */
  readonly readPaths?: readonly string[];
  /** Files and folders that may be written, renamed and removed, with all below them. */
  readonly writePaths?: readonly string[];
  /** Names of environment variables that may be read. */
  readonly envNames?: readonly string[];
  /** Programs that may be run, by the word a command starts with; `"any"` also lets a shell read the command. */
  readonly programs?: readonly string[] | "any";
  /** Folders that `require` looks into. */
  readonly moduleRoots?: readonly string[];
}

/** A policy that grants nothing. */
export const closedPolicy: HostPolicy = Object.freeze({});
