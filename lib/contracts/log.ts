// SPDX-License-Identifier: Apache-2.0 OR MIT
// The part of LogTape's Logger that rooms use, so that they do not depend on it.

/** A structured logger; `{name}` in the message refers to a property. */
export interface Logger {
  /** Detail for whoever looks into a fault. */
  debug(message: string, properties?: Record<string, unknown>): void;
  /** A normal step of the program's life. */
  info(message: string, properties?: Record<string, unknown>): void;
  /** Something is off, but nobody lost anything. */
  warn(message: string, properties?: Record<string, unknown>): void;
  /** Work was lost or refused; somebody should look. */
  error(message: string, properties?: Record<string, unknown>): void;
  /** A logger whose category is this one's with `subcategory` added at the end. */
  getChild(subcategory: string): Logger;
}
