// SPDX-License-Identifier: Apache-2.0 OR MIT
// Statements of Lua 5.4, by recursive descent as in Lua's own compiler.

import { type Binding, type ExpressionKind, ExpressionParser } from "./expressions.ts";
import { type LocalRecord, maxLocals } from "./scopes.ts";
import type { SyntaxProblem, Token } from "./tokens.ts";
import type { FunctionExtent, LocalName } from "./tree.ts";

/** Tokens that end a block. */
export const blockEnds: ReadonlySet<string> = new Set(
  ["<eof>", "end", "else", "elseif", "until"],
);

/** The part of the parser that knows statements. */
export abstract class StatementParser extends ExpressionParser {
  protected readonly functions: FunctionExtent[] = [];

  /** Parses statements up to one of `blockEnds`. */
  protected abstract block(): void;

  /** Notes a problem that does not keep parsing from going on. */
  protected abstract report(problem: SyntaxProblem): void;

  /** Parses one statement and says of which kind it is. The caller restores the level. */
  protected statement(): string {
    this.enterLevel();
    const { token } = this;
    switch (token.type) {
      case ";":
        this.advance();
        return "empty";
      case "if":
        this.#ifStatement();
        break;
      case "then":
        this.report(this.problemHere("unexpected symbol"));
        this.#ifBlocks(token);
        break;
      case "while":
        this.#whileStatement();
        break;
      case "do":
        this.advance();
        this.#scopedBlock(false);
        this.expectMatch("end", token);
        break;
      case "for":
        this.#forStatement();
        break;
      case "repeat":
        this.#repeatStatement();
        break;
      case "function":
        this.#functionStatement();
        break;
      case "local":
        this.#localStatement();
        break;
      case "::":
        this.#label();
        return "label";
      case "return":
        this.#returnStatement();
        break;
      case "break":
        this.advance();
        this.scopes.addGoto(token, "break");
        break;
      case "goto":
        this.#gotoStatement();
        break;
      default:
        return this.#expressionStatement();
    }
    return token.type;
  }

  #leave(end: number): void {
    const problem = this.scopes.leave(end);
    if (problem !== undefined) this.report(problem);
  }

  #scopedBlock(loop: boolean): void {
    this.scopes.enter(this.previousEnd(), loop);
    this.block();
    this.#leave(this.token.start);
  }

  #ifStatement(): void {
    const open = this.advance();
    this.expression();
    if (this.token.type !== "then") this.fail("'then' expected");
    this.#ifBlocks(open);
  }

  /** From the first `then` to the `end`. */
  #ifBlocks(open: Token): void {
    this.expect("then");
    this.#scopedBlock(false);
    while (this.accept("elseif")) {
      this.expression();
      this.expect("then");
      this.#scopedBlock(false);
    }
    if (this.accept("else")) this.#scopedBlock(false);
    this.expectMatch("end", open);
  }

  #whileStatement(): void {
    const open = this.advance();
    this.expression();
    this.expect("do");
    this.#scopedBlock(true);
    this.expectMatch("end", open);
  }

  #repeatStatement(): void {
    const open = this.advance();
    this.scopes.enter(this.previousEnd(), true);
    this.block();
    this.expectMatch("until", open);
    this.expression();
    this.#leave(this.previousEnd());
  }

  #forStatement(): void {
    const open = this.advance();
    const hidden = this.peek(1).type === "=" ? 3 : 4;
    const names = [this.#newLocal("for", hidden)];
    const numeric = this.accept("=");
    if (numeric) {
      this.expression();
      this.expect(",");
      this.expression();
      if (this.accept(",")) this.expression();
    } else {
      while (this.accept(",")) names.push(this.#newLocal("for", names.length + hidden));
      if (this.token.type !== "in") this.fail("'=' or 'in' expected");
      this.advance();
      this.expressionList();
    }
    this.expect("do");
    this.scopes.enter(this.previousEnd(), true);
    this.scopes.activateHidden(hidden);
    for (const name of names) this.scopes.activate(name, this.previousEnd());
    this.block();
    this.#leave(this.token.start);
    this.expectMatch("end", open);
  }

  #functionStatement(): void {
    const { start, line } = this.advance();
    if (this.token.type === "(") {
      this.report(this.problemHere("<name> expected"));
      return this.functionBody(start, undefined);
    }
    const root = this.expect("<name>");
    const path = [this.text(root)];
    while (this.accept(".")) path.push(this.text(this.expect("<name>")));
    const method = this.accept(":");
    if (method) path.push(this.text(this.expect("<name>")));
    const local = this.scopes.find(this.text(root)) !== undefined;
    this.functionBody(start, { path, method, local, line });
    if (path.length === 1) this.#checkAssignable(root);
  }

  #localStatement(): void {
    const { start, line } = this.advance();
    if (!this.accept("function")) return this.#localNames(start, line);
    const name = this.#newLocal("function", 0);
    this.scopes.activate(name, name.end);
    this.functionBody(start, { path: [name.name], method: false, local: true, line });
  }

  #localNames(start: number, line: number): void {
    const names: LocalRecord[] = [];
    const { block } = this.scopes;
    let from = Infinity;
    try {
      do names.push(this.#attributedLocal(names)); while (this.accept(","));
      const [only] = names;
      if (this.token.type === "=") {
        const path = names.length === 1 && only !== undefined ? [only.name] : undefined;
        this.advance();
        this.binding = path && { path, method: false, local: true, line };
        this.expressionList();
      }
      from = this.previousEnd();
    } finally {
      this.scopes.unwind(block, this.token.start);
      if (from === Infinity) from = Math.max(this.token.end, start) + 1;
      for (const name of names) this.scopes.activate(name, from);
    }
  }

  #attributedLocal(before: readonly LocalRecord[]): LocalRecord {
    const local = this.#newLocal("local", before.length);
    if (!this.accept("<")) return local;
    const token = this.expect("<name>");
    const attribute = this.text(token);
    this.expect(">");
    if (attribute === "const" || attribute === "close") local.attribute = attribute;
    else this.report(meaningless(token, `unknown attribute '${attribute}'`));
    if (attribute === "close" && before.some((other) => other.attribute === "close")) {
      this.report(meaningless(token, "multiple to-be-closed variables in local list"));
    }
    return local;
  }

  /** Takes a name that becomes a local; `pending` others are about to. */
  #newLocal(kind: LocalName["kind"], pending: number): LocalRecord {
    const token = this.token;
    if (token.type !== "<name>") this.fail("<name> expected");
    this.advance();
    if (this.scopes.localCount + pending >= maxLocals) {
      this.report(meaningless(token, `too many local variables (limit is ${maxLocals})`));
    }
    return this.#record(this.text(token), token, kind);
  }

  #record(name: string, { start, end, line }: Token, kind: LocalName["kind"]): LocalRecord {
    const attribute = undefined;
    return { name, start, end, line, kind, attribute, visibleFrom: end, visibleTo: end };
  }

  #label(): void {
    this.advance();
    const token = this.expect("<name>");
    const name = this.text(token);
    this.expect("::");
    const { level } = this;
    while (this.token.type === ";" || this.token.type === "::") {
      this.statement();
      this.level = level;
    }
    if (this.scopes.hasLabel(name)) {
      this.report(meaningless(token, `label '${name}' already defined`));
    }
    const last = this.token.type !== "until" && blockEnds.has(this.token.type);
    const problem = this.scopes.addLabel(token, name, last);
    if (problem !== undefined) this.report(problem);
  }

  #gotoStatement(): void {
    this.advance();
    const token = this.expect("<name>");
    const name = this.text(token);
    if (!this.scopes.hasLabel(name)) this.scopes.addGoto(token, name);
  }

  #returnStatement(): void {
    this.advance();
    if (this.token.type !== ";" && !blockEnds.has(this.token.type)) this.expressionList();
    this.accept(";");
  }

  #expressionStatement(): string {
    const { index } = this;
    const kind = this.suffixedExpression();
    if (this.token.type !== "=" && this.token.type !== ",") {
      if (kind !== "call") this.fail("syntax error");
      return "call";
    }
    this.#assignment(index, kind);
    return "assignment";
  }

  #assignment(first: number, kind: ExpressionKind): void {
    this.#checkTarget(first, kind);
    let binding = this.token.type === "=" ? this.#bindingOf(first) : undefined;
    while (this.accept(",")) {
      this.enterLevel();
      const { index } = this;
      this.#checkTarget(index, this.suffixedExpression());
      binding = undefined;
    }
    this.expect("=");
    this.binding = binding;
    this.expressionList();
  }

  #checkTarget(index: number, kind: ExpressionKind): void {
    if (kind !== "name" && kind !== "index") this.fail("syntax error");
    if (kind === "name") this.#checkAssignable(this.peek(index - this.index));
  }

  #checkAssignable(token: Token): void {
    const name = this.text(token);
    if (this.scopes.find(name)?.attribute === undefined) return;
    this.report(meaningless(token, `attempt to assign to const variable '${name}'`));
  }

  /** The binding that `a.b.c =` makes; undefined when the target is not a dotted name. */
  #bindingOf(first: number): Binding | undefined {
    const path: string[] = [];
    for (let index = first; index < this.index; index++) {
      const token = this.peek(index - this.index);
      if (token.type !== ((index - first) % 2 === 0 ? "<name>" : ".")) return undefined;
      if (token.type === "<name>") path.push(this.text(token));
    }
    const [root] = path;
    if (root === undefined) return undefined;
    const local = this.scopes.find(root) !== undefined;
    return { path, method: false, local, line: this.peek(first - this.index).line };
  }

  protected override functionBody(start: number, binding: Binding | undefined): void {
    const open = this.peek(-1);
    const parameters: string[] = [];
    const { path, method, local, line } = binding ?? { ...anonymous, line: open.line };
    try {
      this.scopes.enterFunction(this.token.start);
      this.#parameters(parameters, method ? open : undefined);
      this.block();
      const end = this.token.start;
      this.expectMatch("end", open);
      this.#leave(end);
    } finally {
      this.functions.push({
        start,
        end: this.previousEnd(),
        path,
        method,
        local,
        parameters,
        line,
      });
    }
  }

  /** `(a, b, ...)`; `method` is the name of a method, which has `self` before them. */
  #parameters(names: string[], method: Token | undefined): void {
    this.expect("(");
    const locals: LocalRecord[] = [];
    if (method !== undefined) locals.push(this.#record("self", method, "self"));
    if (this.token.type !== ")") {
      do {
        if (this.token.type === "...") {
          this.advance();
          names.push("...");
          this.scopes.markVariadic();
          break;
        }
        const local = this.#newLocal("parameter", locals.length);
        locals.push(local);
        names.push(local.name);
      } while (this.accept(","));
    }
    for (const local of locals) this.scopes.activate(local, this.token.end);
    this.expect(")");
  }
}

const anonymous = { path: [], method: false, local: false };

function meaningless({ start, line }: Token, message: string): SyntaxProblem {
  return { message, offset: start, line, atEnd: false };
}
