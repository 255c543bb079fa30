// SPDX-License-Identifier: Apache-2.0 OR MIT
// What parsing records: extents, names and problems. All offsets are UTF-16, all lines start at 0.

import type { Lexed, SyntaxProblem } from "./tokens.ts";

/** A stretch of source. */
export interface Extent {
  /** First offset. */
  readonly start: number;
  /** Offset after the last character. */
  readonly end: number;
}

/** A statement; `kind` is its keyword, or `call`, `assignment`, `label`, `expression` (a trailing one). */
export interface StatementExtent extends Extent {
  /** What kind of statement it is. */
  readonly kind: string;
  /** Line of the start. */
  readonly line: number;
}

/** A block between its keywords: `do` and `end`, `then` and `else`, a function's parameters and its `end`. */
export interface BlockExtent extends Extent {
  /** True when `break` leaves it. */
  readonly loop: boolean;
  /** Nesting: 0 for the main chunk. */
  readonly depth: number;
}

/** A local name and where it can be used. */
export interface LocalName extends Extent {
  /** The name. */
  readonly name: string;
  /** How it is declared; `self` is implied by a method. */
  readonly kind: "local" | "parameter" | "for" | "function" | "self";
  /** The word in `<const>` or `<close>`. */
  readonly attribute: "const" | "close" | undefined;
  /** Line of the declaration. */
  readonly line: number;
  /** First offset at which the name means this local. */
  readonly visibleFrom: number;
  /** Last such offset. */
  readonly visibleTo: number;
}

/** A function body. */
export interface FunctionExtent extends Extent {
  /** Dotted name it is first bound to; empty for a function without one. */
  readonly path: readonly string[];
  /** True for `function a:b()`. */
  readonly method: boolean;
  /** True when the name is a local's. */
  readonly local: boolean;
  /** Without `self`; `...` last for a variadic function. */
  readonly parameters: readonly string[];
  /** Line on which the statement or field that names it starts. */
  readonly line: number;
}

/** A label. */
export interface Label extends Extent {
  /** The name. */
  readonly name: string;
}

/** The values a chunk ends with. */
export interface TrailingExpression extends Extent {
  /** True when it is one call: Lua would make a tail call of it. */
  readonly call: boolean;
  /** Offset after the semicolons that follow. */
  readonly semicolonsEnd: number;
  /** Locals that live at the chunk's top level there, hidden ones included. */
  readonly localCount: number;
}

/** A parsed chunk; where `problems` is not empty the rest is what could be made of it. */
export interface Chunk {
  /** The tokens it was parsed from. */
  readonly lexed: Lexed;
  /** In source order by their start. */
  readonly locals: readonly LocalName[];
  /** In source order by their start. */
  readonly functions: readonly FunctionExtent[];
  /** In the order in which they end; without those that cannot be parsed. */
  readonly statements: readonly StatementExtent[];
  /** In the order in which they end. */
  readonly blocks: readonly BlockExtent[];
  /** In source order. */
  readonly labels: readonly Label[];
  /** Absent when the chunk ends with anything else, and when it has problems. */
  readonly trailing: TrailingExpression | undefined;
  /** The first one is what Lua would report. */
  readonly problems: readonly SyntaxProblem[];
}
