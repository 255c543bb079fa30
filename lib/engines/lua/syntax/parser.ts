// SPDX-License-Identifier: Apache-2.0 OR MIT
// Parses a chunk: the main block, and how parsing goes on after a mistake.

import { priorities } from "./expressions.ts";
import { lex } from "./lexer.ts";
import { blockEnds, StatementParser } from "./statements.ts";
import { ParseFailure } from "./token_cursor.ts";
import type { Lexed, SyntaxProblem, Token } from "./tokens.ts";
import type { Chunk, Extent, StatementExtent, TrailingExpression } from "./tree.ts";

/** Tokens that only a statement starts with; a stray `then` opens a block whose `end` must not get lost. */
const statementStarts: ReadonlySet<string> = new Set(
  ["local", "if", "while", "for", "repeat", "do", "return", "break", "goto", "then", "::", ";"],
);
const expressionKeywords: ReadonlySet<string> = new Set(
  ["function", "nil", "true", "false", "not"],
);
const maxProblems = 100;

/**
 * Parses a chunk by the grammar and the rules of Lua 5.4's compiler, plus one liberty: it may end with a list of
 * expressions. Never throws for what the source holds; after a mistake goes on at the next statement. Not checked
 * are Lua's limits on upvalues, registers and constants.
 *
 * @see Lua 5.4 reference manual, "The Complete Syntax of Lua"
 */
export function parse(source: string | Lexed): Chunk {
  const lexed = typeof source === "string" ? lex(source) : source;
  const parser = new Parser(lexed);
  const chunk = parser.run();
  const [problem] = chunk.problems;
  if (problem === undefined || parser.brokenAt === undefined) return chunk;
  const retried = new Parser(lexed, parser.brokenAt).run();
  const [further] = retried.problems;
  if (further === undefined) return retried;
  if (!further.atEnd || problem.atEnd) return chunk;
  return { ...chunk, problems: [further, ...chunk.problems] };
}

class Parser extends StatementParser {
  /**
   * Token at which the first statement of the main chunk with a problem starts, if an expression could start there:
   * for `f() + 1` that of `f()`, which is a statement by itself.
   */
  brokenAt: number | undefined;
  readonly #expressionAt: number | undefined;
  readonly #statements: StatementExtent[] = [];
  readonly #problems: SyntaxProblem[] = [];
  #trailing: TrailingExpression | undefined;
  #lastCall: Extent | undefined;
  /** Token at which the statement before starts, when it is a call in the main chunk. */
  #callBefore: number | undefined;

  /** @param expressionAt token at which the values start that the chunk ends with */
  constructor(lexed: Lexed, expressionAt?: number) {
    super(lexed);
    this.#expressionAt = expressionAt;
  }

  run(): Chunk {
    this.#mainBlock();
    if (this.#lastCall !== undefined) this.#noteTrailing(this.#lastCall, true);
    const problem = this.scopes.leave(this.token.start);
    if (problem !== undefined) this.report(problem);
    return {
      lexed: this.lexed,
      locals: this.scopes.locals.sort((left, right) => left.start - right.start),
      functions: this.functions.sort((left, right) => left.start - right.start),
      statements: this.#statements,
      blocks: this.scopes.blocks,
      labels: this.scopes.labels,
      trailing: this.#problems.length > 0 ? undefined : this.#trailing,
      problems: this.#problems,
    };
  }

  #mainBlock(): void {
    for (;;) {
      this.block();
      if (this.token.type === "<eof>") return;
      this.report(this.token.problem ?? this.problemHere("'<eof>' expected"));
      this.moveTo(this.index + 1);
    }
  }

  protected override report(problem: SyntaxProblem): void {
    if (this.#problems.length < maxProblems) this.#problems.push(problem);
  }

  protected override block(): void {
    let returned = false;
    while (!blockEnds.has(this.token.type)) {
      if (returned) this.report(this.problemHere("'<eof>' expected"));
      returned = this.token.type === "return";
      this.#guardedStatement();
    }
  }

  /** A statement; when it cannot be parsed, notes why and moves on to where the next may start. */
  #guardedStatement(): void {
    const { index, level, token } = this;
    const { block } = this.scopes;
    const main = block.parent === undefined;
    const clean = this.#problems.length === 0;
    const callBefore = priorities.has(token.type) ? this.#callBefore : undefined;
    try {
      this.refuseBad();
      const kind = index === this.#expressionAt ? this.#lastValues() : this.statement();
      this.#noteStatement(kind, token, main);
      if (main) this.#callBefore = kind === "call" ? index : undefined;
    } catch (failure) {
      if (!(failure instanceof ParseFailure)) throw failure;
      this.report(failure.problem);
      this.#synchronize(index);
      this.scopes.unwind(block, this.token.start);
    }
    this.level = level;
    this.binding = undefined;
    if (main && clean && this.#problems.length > 0) {
      this.brokenAt = callBefore ?? (startsExpression(token.type) ? index : undefined);
    }
  }

  #noteStatement(kind: string, { start, line }: Token, main: boolean): void {
    if (kind === "empty") return;
    const extent = { start, end: this.previousEnd() };
    if (kind !== "expression") this.#statements.push({ kind, ...extent, line });
    if (main) this.#lastCall = kind === "call" ? extent : undefined;
  }

  /** The values a chunk ends with. */
  #lastValues(): string {
    const { start, line } = this.token;
    const call = this.expressionList() === "call";
    const extent = { start, end: this.previousEnd() };
    while (this.accept(";"));
    if (this.token.type !== "<eof>") this.fail("'<eof>' expected");
    this.#statements.push({ kind: "expression", ...extent, line });
    this.#noteTrailing(extent, call);
    return "expression";
  }

  #noteTrailing(extent: Extent, call: boolean): void {
    const { localCount } = this.scopes;
    this.#trailing = { ...extent, call, semicolonsEnd: this.previousEnd(), localCount };
  }

  /** Skips what cannot be parsed: at least one token since `start`, up to one that a statement starts with. */
  #synchronize(start: number): void {
    if (this.index === start) this.moveTo(this.index + 1);
    while (!blockEnds.has(this.token.type) && !this.#startsStatement()) this.moveTo(this.index + 1);
  }

  #startsStatement(): boolean {
    const { type, line } = this.token;
    if (statementStarts.has(type)) return true;
    if (type === "function") return this.peek(1).type === "<name>";
    return type === "<name>" && line > this.peek(-1).line;
  }
}

function startsExpression(type: string): boolean {
  return !/^[a-z]/.test(type) || expressionKeywords.has(type);
}
