// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the walker of a program is told, and where it stands.

import type { Token } from "acorn";
import type { Insertions } from "./instrument_edits.ts";
import type { Scope } from "./instrument_scopes.ts";
import type { Pieces, Place } from "./instrument_text.ts";

/** What a `Walker` is made of. */
export interface WalkerOptions {
  readonly pieces: Pieces;
  readonly edits: Insertions;
  /** All tokens of the source, in order. */
  readonly tokens: readonly Token[];
  /** Number that the first function gets. */
  readonly firstSite: number;
  /** Number that the first point gets. */
  readonly firstPoint: number;
}

/** The place of code that is walked: its function's frame and what is in sight. */
export interface Here extends Place {
  readonly scope: Scope;
}

/** A function that gets a frame. */
export interface Site {
  readonly name: string;
  readonly hasThis: boolean;
  readonly isWaiting: boolean;
}
