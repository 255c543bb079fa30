// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the lexer makes of Lua source: tokens, comments, and what is wrong with a token.

/** Reserved words of Lua 5.4. @see Lua 5.4 reference manual, "Lexical Conventions" */
export const reservedWords: readonly string[] = Object.freeze([
  "and",
  "break",
  "do",
  "else",
  "elseif",
  "end",
  "false",
  "for",
  "function",
  "goto",
  "if",
  "in",
  "local",
  "nil",
  "not",
  "or",
  "repeat",
  "return",
  "then",
  "true",
  "until",
  "while",
]);

/** A place where source stops being Lua. */
export interface SyntaxProblem {
  /** What Lua would say, without position: `unexpected symbol near '='`. */
  readonly message: string;
  /** Offset of the offending token. */
  readonly offset: number;
  /** Line of that offset. */
  readonly line: number;
  /** True when more text could still make it right: the source ended too early. */
  readonly atEnd: boolean;
}

/**
 * A token. `type` is the text itself for keywords and symbols, and one of `<name>`, `<string>`, `<number>`,
 * `<bad>` and `<eof>` otherwise.
 */
export interface Token {
  /** The text itself, or a word in angle brackets. */
  readonly type: string;
  /** First offset. */
  readonly start: number;
  /** Offset after the last character. */
  readonly end: number;
  /** Line of the start. */
  readonly line: number;
  /** Present on `<bad>` tokens. */
  readonly problem: SyntaxProblem | undefined;
  /** What a `<bad>` token was meant to be. */
  readonly intent: "string" | "comment" | "number" | undefined;
}

/** A finished comment; an unfinished long one is a `<bad>` token. */
export interface Comment {
  /** Offset of the dashes. */
  readonly start: number;
  /** Offset after the last character, before the line end. */
  readonly end: number;
  /** Line of the start. */
  readonly line: number;
  /** Line of the end. */
  readonly endLine: number;
  /** True for `--[[ ]]`. */
  readonly long: boolean;
}

/** Source taken apart: what lies between the tokens and comments is white space. */
export interface Lexed {
  /** The source. */
  readonly code: string;
  /** In order; the last one is `<eof>`. */
  readonly tokens: readonly Token[];
  /** In order. */
  readonly comments: readonly Comment[];
}
