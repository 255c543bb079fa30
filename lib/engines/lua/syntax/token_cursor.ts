// SPDX-License-Identifier: Apache-2.0 OR MIT
// A place in a list of tokens, with the ways in which a parser moves on or fails there.

import type { Lexed, SyntaxProblem, Token } from "./tokens.ts";

/**
 * Nesting beyond which source is refused. Lua's own bound is 200 C levels, of which callers of the compiler have
 * used some.
 */
export const maxLevels = 200;

/**
 * Thrown to leave a statement that cannot be parsed, and caught at the block around it. No `Error`, whose stack
 * trace would cost more than all the rest.
 */
export class ParseFailure {
  /** @param problem what is wrong, and where */
  constructor(readonly problem: SyntaxProblem) {}
}

/** Base of the parser. */
export class TokenCursor {
  protected readonly lexed: Lexed;
  protected index = 0;
  protected level = 0;
  protected token: Token;
  readonly #tokens: readonly Token[];
  readonly #eof: Token;

  constructor(lexed: Lexed) {
    this.lexed = lexed;
    this.#tokens = lexed.tokens;
    this.#eof = lexed.tokens.at(-1) ?? emptyEnd;
    this.token = this.#tokens[0] ?? this.#eof;
  }

  /** Text of a token. */
  protected text(token: Token): string {
    return this.lexed.code.slice(token.start, token.end);
  }

  /** The token `distance` places on (or back); the end of input beyond it. */
  protected peek(distance: number): Token {
    return this.#tokens[this.index + distance] ?? this.#eof;
  }

  /** End of the token before the current one. */
  protected previousEnd(): number {
    return this.#tokens[this.index - 1]?.end ?? 0;
  }

  /** Goes to a token without looking at it. */
  protected moveTo(index: number): void {
    this.index = Math.min(index, this.#tokens.length - 1);
    this.token = this.peek(0);
  }

  /** Takes the current token. @throws {ParseFailure} when the next one is not a token of Lua */
  protected advance(): Token {
    const taken = this.token;
    this.moveTo(this.index + 1);
    this.refuseBad();
    return taken;
  }

  /** @throws {ParseFailure} when the current token is not one of Lua */
  protected refuseBad(): void {
    if (this.token.problem !== undefined) throw new ParseFailure(this.token.problem);
  }

  /** Takes the current token if it is a `type`. */
  protected accept(type: string): boolean {
    if (this.token.type !== type) return false;
    this.advance();
    return true;
  }

  /** @throws {ParseFailure} when the current token is no `type` */
  protected expect(type: string): Token {
    if (this.token.type !== type) this.fail(`'${type}' expected`);
    return this.advance();
  }

  /** Enters one level of nesting. @throws {ParseFailure} beyond the limit */
  protected enterLevel(): void {
    if (++this.level >= maxLevels) {
      throw new ParseFailure({ ...this.problemHere("C stack overflow"), atEnd: false });
    }
  }

  /** A problem at the current token. */
  protected problemHere(message: string): SyntaxProblem {
    const { start, line, type } = this.token;
    const atEnd = type === "<eof>";
    const near = atEnd ? "<eof>" : `'${this.text(this.token)}'`;
    return { message: `${message} near ${near}`, offset: start, line, atEnd };
  }

  /** @throws {ParseFailure} always */
  protected fail(message: string): never {
    throw new ParseFailure(this.token.problem ?? this.problemHere(message));
  }
}

const emptyEnd: Token = {
  type: "<eof>",
  start: 0,
  end: 0,
  line: 0,
  problem: undefined,
  intent: undefined,
};
