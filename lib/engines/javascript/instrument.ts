// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes code that can be stopped: a check before each statement, a frame for each call. Lines stay where they are.

import { parse, type Token } from "acorn";
import { type ColumnShifts, Insertions } from "./instrument_edits.ts";
import type { Scope } from "./instrument_scopes.ts";
import { Pieces } from "./instrument_text.ts";
import { Walker } from "./instrument_walker.ts";

/** A place where code can be stopped. */
export interface Point {
  /** From 0. */
  readonly line: number;
  /** The scope that is in sight. */
  readonly scope: Scope;
  /** True for a `debugger` statement. */
  readonly stops: boolean;
}

/** Code that can be stopped, and what is known of it. */
export interface Instrumented {
  readonly code: string;
  /** Code to be run before it, in the same realm. */
  readonly declarations: string;
  /** By number. */
  readonly points: readonly Point[];
  /** Names of its functions, the top level's first. */
  readonly sites: readonly string[];
  /** The way back from columns. */
  readonly shifts: ColumnShifts;
}

/** What a source is instrumented with. */
export interface InstrumentOptions {
  /** What the names of all pieces begin with; no script knows it. */
  readonly name: string;
  /** Number of the source within the session. */
  readonly source: number;
  /** Number that its first function gets within the session. */
  readonly firstSite: number;
  /** Number that its first point gets within the session. */
  readonly firstPoint: number;
  /** True for a module, false for a cell. */
  readonly isModule: boolean;
}

/** Instruments JavaScript. @throws {SyntaxError} when it is none */
export function instrument(code: string, options: InstrumentOptions): Instrumented {
  const { name, source, firstSite, firstPoint, isModule } = options;
  const tokens: Token[] = [];
  const program = parse(code, {
    ecmaVersion: "latest",
    sourceType: isModule ? "module" : "script",
    allowAwaitOutsideFunction: true,
    allowHashBang: true,
    locations: true,
    onToken: tokens,
  });
  const pieces = new Pieces(name, source);
  const edits = new Insertions();
  const walker = new Walker({ pieces, edits, tokens, firstSite, firstPoint });
  walker.program(program);
  const { points, sites } = walker;
  return { ...edits.apply(code), declarations: pieces.declarations(firstSite), points, sites };
}
