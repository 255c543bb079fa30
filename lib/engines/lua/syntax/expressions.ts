// SPDX-License-Identifier: Apache-2.0 OR MIT
// Expressions of Lua 5.4, by recursive descent as in Lua's own compiler.

import { Scopes } from "./scopes.ts";
import { TokenCursor } from "./token_cursor.ts";
import type { Token } from "./tokens.ts";

/** What an expression is to the statement around it; `index` and `name` can be assigned to. */
export type ExpressionKind = "name" | "index" | "call" | "value";

/** The name that the next function or table gets. */
export interface Binding {
  readonly path: readonly string[];
  readonly method: boolean;
  readonly local: boolean;
  readonly line: number;
}

/** Left and right priority of binary operators. @see Lua 5.4 `lparser.c`, `priority` */
export const priorities: ReadonlyMap<string, readonly [number, number]> = new Map<
  string,
  readonly [number, number]
>([
  ["or", [1, 1]],
  ["and", [2, 2]],
  ["<", [3, 3]],
  [">", [3, 3]],
  ["<=", [3, 3]],
  [">=", [3, 3]],
  ["~=", [3, 3]],
  ["==", [3, 3]],
  ["|", [4, 4]],
  ["~", [5, 5]],
  ["&", [6, 6]],
  ["<<", [7, 7]],
  [">>", [7, 7]],
  ["..", [9, 8]],
  ["+", [10, 10]],
  ["-", [10, 10]],
  ["*", [11, 11]],
  ["/", [11, 11]],
  ["//", [11, 11]],
  ["%", [11, 11]],
  ["^", [14, 13]],
]);
const unaryPriority = 12;
const unaryOperators: ReadonlySet<string> = new Set(["not", "-", "~", "#"]);
const literals: ReadonlySet<string> = new Set(["<number>", "<string>", "nil", "true", "false"]);

/** The part of the parser that knows expressions. */
export abstract class ExpressionParser extends TokenCursor {
  protected readonly scopes = new Scopes();
  /** Set before an expression that is bound to a name; taken by the function or table it starts with. */
  protected binding: Binding | undefined;

  /** Parses parameters, body and `end` of a function whose keyword started at `start`. */
  protected abstract functionBody(start: number, binding: Binding | undefined): void;

  /** One or more expressions; the kind of the only one, `value` for several. */
  protected expressionList(): ExpressionKind {
    const first = this.expression();
    if (this.token.type !== ",") return first;
    while (this.accept(",")) this.expression();
    return "value";
  }

  /** An expression whose operators all have a left priority above `limit`. */
  protected expression(limit = 0): ExpressionKind {
    this.enterLevel();
    let kind: ExpressionKind = "value";
    if (unaryOperators.has(this.token.type)) {
      this.binding = undefined;
      this.advance();
      this.expression(unaryPriority);
    } else kind = this.#simpleExpression();
    let priority = priorities.get(this.token.type);
    while (priority !== undefined && priority[0] > limit) {
      kind = "value";
      this.advance();
      this.expression(priority[1]);
      priority = priorities.get(this.token.type);
    }
    this.level--;
    return kind;
  }

  #simpleExpression(): ExpressionKind {
    const { type, start } = this.token;
    const { binding } = this;
    this.binding = undefined;
    if (literals.has(type)) this.advance();
    else if (type === "...") {
      if (!this.scopes.block.variadic) this.fail("cannot use '...' outside a vararg function");
      this.advance();
    } else if (type === "{") this.#table(binding);
    else if (type === "function") {
      this.advance();
      this.functionBody(start, binding);
    } else return this.suffixedExpression();
    return "value";
  }

  /** A name or a parenthesized expression with what is indexed in it or called on it. */
  protected suffixedExpression(): ExpressionKind {
    let kind: ExpressionKind = this.#primaryExpression();
    for (;;) {
      switch (this.token.type) {
        case ".":
          this.advance();
          this.expect("<name>");
          kind = "index";
          break;
        case "[":
          this.#bracketIndex();
          kind = "index";
          break;
        case ":":
          this.advance();
          this.expect("<name>");
          this.#callArguments();
          kind = "call";
          break;
        case "(":
        case "<string>":
        case "{":
          this.#callArguments();
          kind = "call";
          break;
        default:
          return kind;
      }
    }
  }

  #primaryExpression(): ExpressionKind {
    if (this.token.type === "<name>") {
      this.advance();
      return "name";
    }
    if (this.token.type !== "(") this.fail("unexpected symbol");
    const open = this.advance();
    this.expression();
    this.expectMatch(")", open);
    return "value";
  }

  #bracketIndex(): void {
    this.advance();
    this.expression();
    this.expect("]");
  }

  #callArguments(): void {
    if (this.accept("<string>")) return;
    if (this.token.type === "{") return this.#table(undefined);
    if (this.token.type !== "(") this.fail("function arguments expected");
    const open = this.advance();
    if (this.peek(0).type !== ")") this.expressionList();
    this.expectMatch(")", open);
  }

  #table(binding: Binding | undefined): void {
    const open = this.expect("{");
    while (this.token.type !== "}") {
      this.#field(binding);
      if (!this.accept(",") && !this.accept(";")) break;
    }
    this.expectMatch("}", open);
  }

  #field(binding: Binding | undefined): void {
    const { token } = this;
    if (token.type === "<name>" && this.peek(1).type === "=") {
      this.advance();
      this.advance();
      this.binding = binding && fieldBinding(binding, this.text(token), token.line);
    } else if (token.type === "[") {
      this.#bracketIndex();
      this.expect("=");
    }
    this.expression();
    this.binding = undefined;
  }

  /** Takes what closes `open`. @throws {ParseFailure} when something else comes */
  protected expectMatch(type: string, open: Token): void {
    if (this.token.type === type) {
      this.advance();
      return;
    }
    const opened = open.line === this.token.line
      ? ""
      : ` (to close '${this.text(open)}' at line ${open.line + 1})`;
    this.fail(`'${type}' expected${opened}`);
  }
}

function fieldBinding(table: Binding, name: string, line: number): Binding {
  return { path: [...table.path, name], method: false, local: table.local, line };
}
