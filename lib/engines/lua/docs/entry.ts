// SPDX-License-Identifier: Apache-2.0 OR MIT
// What is said of one documented name.

import type { CompletionMatch } from "../../../contracts/mod.ts";

/** What is said of one documented name. */
export interface DocEntry {
  /** Parameters in parentheses, optional ones with `?`; empty for a value. */
  readonly signature: string;
  /** What completion shows it as. */
  readonly kind: CompletionMatch["kind"];
  /** One to four sentences; Markdown code spans. */
  readonly text: string;
}

/** Entries by dotted name. */
export type DocTable = Readonly<Record<string, DocEntry>>;

/** A function; `signature` is its parameters in parentheses. */
export function func(signature: string, text: string): DocEntry {
  return { signature, kind: "function", text };
}

/** A method, called with `:`. */
export function method(signature: string, text: string): DocEntry {
  return { signature, kind: "method", text };
}

/** A library. */
export function library(text: string): DocEntry {
  return { signature: "", kind: "module", text };
}

/** A value that stays the same. */
export function constant(text: string): DocEntry {
  return { signature: "", kind: "constant", text };
}

/** A global variable that changes. */
export function variable(text: string): DocEntry {
  return { signature: "", kind: "variable", text };
}

/** A field of a table. */
export function field(text: string): DocEntry {
  return { signature: "", kind: "field", text };
}
