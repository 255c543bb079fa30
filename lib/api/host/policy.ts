// SPDX-License-Identifier: Apache-2.0 OR MIT
// What scripts of a session may touch outside of it.

/** False grants nothing, true everything, a list what it names. */
export type Grant = boolean | readonly string[];

/** Grants of a session. */
export interface HostPolicy {
  /** Files and folders that may be read, with all below them. */
  readonly read: Grant;
  /** Files and folders that may be written, renamed and removed, with all below them. */
  readonly write: Grant;
  /** Names of environment variables that may be read. */
  readonly env: Grant;
  /** Programs that may be run, by the word a command starts with; true also lets a shell read the command. */
  readonly run: Grant;
}

/** Grants nothing. */
export const closedPolicy: HostPolicy = Object.freeze({
  read: false,
  write: false,
  env: false,
  run: false,
});
