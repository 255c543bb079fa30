// SPDX-License-Identifier: Apache-2.0 OR MIT

import type { LogEntry } from "./log_entry.ts";

/** Takes entries of the log and brings them somewhere. */
export interface LogReceiver extends Disposable {
  /**
   * Brings an entry to its place before it returns.
   *
   * @throws {Error} when it cannot; the next one may go
   */
  send(entry: LogEntry): void;
}
