// SPDX-License-Identifier: Apache-2.0 OR MIT
// The part of LogTape's Logger that rooms use, so that they do not depend on it.

/** A structured logger; `{name}` in the message refers to a property. */
export interface Logger {
  debug(message: string, properties?: Record<string, unknown>): void;
  info(message: string, properties?: Record<string, unknown>): void;
  warn(message: string, properties?: Record<string, unknown>): void;
  error(message: string, properties?: Record<string, unknown>): void;
  getChild(subcategory: string): Logger;
}
