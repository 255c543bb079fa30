// SPDX-License-Identifier: Apache-2.0 OR MIT
// Goes through a program and says what is inserted where.

import type { AnyNode, Program, Statement } from "acorn";
import type { Point } from "./instrument.ts";
import type { Body, FunctionNode } from "./instrument_nodes.ts";
import {
  afterDirectives,
  hasCheck,
  isSameStop,
  isWaiting,
  nameOf,
  tokenFrom,
  waits,
} from "./instrument_nodes.ts";
import {
  addDeclaration,
  addHoisted,
  addPattern,
  childrenOf,
  lexicalNames,
  type Scope,
} from "./instrument_scopes.ts";
import type { Here, Site, WalkerOptions } from "./instrument_place.ts";

/** Goes through one program. */
export class Walker {
  readonly points: Point[] = [];
  readonly sites: string[] = [];
  /** How deep scopes with names are nested, by site. */
  readonly #levels: number[] = [];
  readonly #options: WalkerOptions;

  constructor(options: WalkerOptions) {
    this.#options = options;
  }

  /** Goes through a whole source. */
  program(program: Program): void {
    const { pieces, edits, firstSite } = this.#options;
    const names = lexicalNames(program.body);
    addHoisted(program, names);
    this.sites.push("(anonymous)");
    const scope: Scope = { parent: undefined, site: 0, level: 0, names };
    const here: Here = {
      site: firstSite,
      frame: pieces.topFrame,
      waiting: program.body.some(waits) ? pieces.topWaiting : undefined,
      hasThis: true,
      scope,
    };
    const start = afterDirectives(program.body);
    const first = program.body[start];
    if (first === undefined) return;
    const at = start > 0 ? program.body[start - 1]!.end : first.start;
    edits.open(at, pieces.marked(pieces.enterTop(here)));
    this.#list(program.body.slice(start), here);
  }

  #list(list: readonly Body[], here: Here): void {
    let before: Body | undefined;
    for (const node of list) {
      if (before === undefined || !isSameStop(before, node)) this.#statement(node, here);
      else this.#inside(node, here);
      before = node;
    }
  }

  /** A check before what begins at `at`, as a statement. */
  #check(node: AnyNode, at: number, here: Here, before = ""): void {
    const { pieces, edits } = this.#options;
    edits.open(at, pieces.marked(`${before}${pieces.check(here, this.#point(node, here))};`));
  }

  #point(node: AnyNode, { scope }: Here): number {
    const line = node.loc!.start.line - 1;
    this.points.push({ line, scope, stops: node.type === "DebuggerStatement" });
    return this.#options.firstPoint + this.points.length - 1;
  }

  /** A check before an expression that is evaluated again and again. */
  #checkTest(test: AnyNode, here: Here, before = ""): void {
    const { pieces, edits } = this.#options;
    const check = pieces.check(here, this.#point(test, here));
    edits.open(test.start, pieces.marked(`${before}${check},`));
    this.#visit(test, here);
  }

  #statement(node: Body, here: Here): void {
    if (hasCheck(node)) this.#check(node, node.start, here);
    this.#inside(node, here);
  }

  /** What is in a statement whose check is made. */
  #inside(node: AnyNode, here: Here): void {
    switch (node.type) {
      case "BlockStatement":
        return this.#block(node.body, here);
      case "LabeledStatement":
        return this.#inside(node.body, here);
      case "IfStatement":
        this.#visit(node.test, here);
        this.#body(node.consequent, here);
        if (node.alternate) this.#body(node.alternate, here);
        return;
      case "WhileStatement":
        this.#checkTest(node.test, here);
        return this.#body(node.body, here);
      case "DoWhileStatement":
        this.#body(node.body, here);
        return this.#checkTest(node.test, here);
      case "ForStatement":
        return this.#for(node, here);
      case "ForInStatement":
      case "ForOfStatement":
        return this.#forEach(node, here);
      case "SwitchStatement":
        return this.#switch(node, here);
      case "TryStatement":
        this.#inside(node.block, here);
        if (node.handler) this.#catch(node.handler, here);
        if (node.finalizer) this.#inside(node.finalizer, here);
        return;
      case "WithStatement":
        // Its object would be asked for the names of the pieces: what is inside is not stopped.
        return this.#visit(node.object, here);
      default:
        this.#visit(node, here);
    }
  }

  /** A list of statements with a scope of its own. */
  #block(list: readonly Statement[], here: Here, more = new Set<string>()): void {
    const names = lexicalNames(list);
    for (const name of more) names.add(name);
    const first = list[0];
    if (first === undefined) return;
    if (names.size === 0) return this.#list(list, here);
    const inner = this.#inner(here, names);
    this.#scopeAt(first.start, inner);
    this.#list(list, inner);
  }

  #inner(here: Here, names: Set<string>): Here {
    const { scope } = here;
    const level = scope.level + 1;
    this.#levels[scope.site] = Math.max(this.#levels[scope.site] ?? 0, level);
    return { ...here, scope: { parent: scope, site: scope.site, level, names } };
  }

  #scopeAt(at: number, { scope: { level }, ...place }: Here): void {
    const { pieces, edits } = this.#options;
    const text = pieces.scope(place, level);
    if (text !== undefined) edits.open(at, pieces.marked(`${text};`));
  }

  /** The one statement of a branch or a loop; `isOpening` when a scope begins with it. */
  #body(node: Statement, here: Here, isOpening = false): void {
    const { pieces, edits } = this.#options;
    if (node.type === "BlockStatement") {
      const first = node.body[0];
      if (isOpening && first !== undefined && lexicalNames(node.body).size === 0) {
        this.#scopeAt(first.start, here);
      }
      return this.#block(node.body, here);
    }
    if (!hasCheck(node)) {
      if (!isOpening || node.type === "EmptyStatement") return this.#inside(node, here);
    }
    const kept = isOpening ? pieces.scope(here, here.scope.level) : undefined;
    const scope = kept === undefined ? "" : `${kept};`;
    const check = hasCheck(node) ? `${pieces.check(here, this.#point(node, here))};` : "";
    edits.open(node.start, pieces.marked(`{${scope}${check}`));
    this.#inside(node, here);
    edits.close(node.end, pieces.marked("}"));
  }

  #for(node: Extract<AnyNode, { type: "ForStatement" }>, here: Here): void {
    const { pieces, edits, tokens } = this.#options;
    const names = new Set<string>();
    const { init, test, update, body } = node;
    if (init?.type === "VariableDeclaration" && init.kind !== "var") addDeclaration(init, names);
    const inner = names.size === 0 ? here : this.#inner(here, names);
    if (init) this.#visit(init, here);
    const kept = names.size === 0 ? undefined : pieces.scope(inner, inner.scope.level);
    const before = kept === undefined ? "" : `${kept},`;
    if (test) this.#checkTest(test, inner, before);
    else {
      const from = init ? init.end : node.start;
      const semicolon = tokenFrom(tokens, from, ";");
      const check = pieces.check(inner, this.#point(node, inner));
      edits.open(semicolon.end, pieces.marked(`${before}${check},true`));
    }
    if (update) this.#visit(update, inner);
    this.#body(body, inner);
  }

  #forEach(
    node: Extract<AnyNode, { type: "ForInStatement" | "ForOfStatement" }>,
    here: Here,
  ): void {
    const { pieces, edits } = this.#options;
    const { left, right, body } = node;
    const names = new Set<string>();
    if (left.type === "VariableDeclaration" && left.kind !== "var") addDeclaration(left, names);
    this.#visit(left, here);
    const isWaiting = node.type === "ForOfStatement" && node.await;
    if (isWaiting && here.waiting !== undefined && right.type !== "SequenceExpression") {
      const [, on] = pieces.pause(here, "await");
      edits.open(right.start, pieces.marked(on));
      this.#visit(right, here);
      edits.close(right.end, pieces.marked(`,${here.frame},${here.waiting})`));
    } else this.#visit(right, here);
    if (names.size === 0) this.#body(body, here);
    else this.#body(body, this.#inner(here, names), true);
  }

  #switch(node: Extract<AnyNode, { type: "SwitchStatement" }>, here: Here): void {
    this.#visit(node.discriminant, here);
    const names = lexicalNames(node.cases.flatMap(({ consequent }) => consequent));
    const inner = names.size === 0 ? here : this.#inner(here, names);
    for (const { test, consequent } of node.cases) {
      if (test) this.#visit(test, inner);
      const first = consequent[0];
      if (names.size > 0 && first !== undefined) this.#scopeAt(first.start, inner);
      this.#list(consequent, inner);
    }
  }

  #catch({ param, body }: Extract<AnyNode, { type: "CatchClause" }>, here: Here): void {
    const names = new Set<string>();
    if (param) {
      addPattern(param, names);
      this.#visit(param, here);
    }
    this.#block(body.body, here, names);
  }

  /** Any node that is no statement of a list: looks for functions, and for what may wait. */
  #visit(node: AnyNode, here: Here, name?: string): void {
    switch (node.type) {
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        return this.#function(node, here, name);
      case "ClassDeclaration":
      case "ClassExpression":
        return this.#class(node, here);
      case "AwaitExpression":
      case "YieldExpression":
        return this.#pause(node, here);
      default:
        for (const child of childrenOf(node)) this.#visit(child, here, nameOf(node, child));
    }
  }

  #pause(
    node: Extract<AnyNode, { type: "AwaitExpression" | "YieldExpression" }>,
    here: Here,
  ): void {
    const { pieces, edits, tokens } = this.#options;
    if (here.waiting === undefined) {
      for (const child of childrenOf(node)) this.#visit(child, here);
      return;
    }
    const isAwait = node.type === "AwaitExpression";
    const [before, on, end] = pieces.pause(here, isAwait ? "await" : "yield");
    let word = node.start + 5;
    if (node.type === "YieldExpression" && node.delegate) {
      word = tokenFrom(tokens, word, "*").end;
    }
    edits.open(node.start, pieces.marked(before));
    if (!node.argument) return edits.close(word, pieces.marked(`${on}void 0${end}`));
    edits.open(word, pieces.marked(on));
    this.#visit(node.argument, here);
    edits.close(node.end, pieces.marked(end));
  }

  #class(
    node: Extract<AnyNode, { type: "ClassDeclaration" | "ClassExpression" }>,
    here: Here,
  ): void {
    if (node.superClass) this.#visit(node.superClass, here);
    for (const member of node.body.body) {
      if (member.type === "StaticBlock") {
        const list = member.body;
        const site = { name: "static", list, end: member.end - 1, hasThis: true, isWaiting: false };
        this.#framed(site, lexicalNames(list), here);
        continue;
      }
      if (member.computed) this.#visit(member.key, here);
      const name = "name" in member.key ? String(member.key.name) : undefined;
      if (member.type === "PropertyDefinition") {
        if (member.value) this.#visit(member.value, { ...here, hasThis: true }, name);
        continue;
      }
      const isDerived = member.kind === "constructor" && !!node.superClass;
      this.#function(member.value, here, name, !isDerived);
    }
  }

  #function(node: FunctionNode, here: Here, name: string | undefined, hasThis?: boolean): void {
    const { pieces, edits, tokens } = this.#options;
    for (const param of node.params) this.#visit(param, here);
    const isArrow = node.type === "ArrowFunctionExpression";
    const names = new Set<string>();
    for (const param of node.params) addPattern(param, names);
    const site = {
      name: node.id?.name ?? name ?? "(anonymous)",
      hasThis: hasThis ?? (isArrow ? here.hasThis : true),
      isWaiting: isWaiting(node),
    };
    if (node.body.type === "BlockStatement") {
      const list = node.body.body;
      for (const declared of lexicalNames(list)) names.add(declared);
      return this.#framed({ ...site, list, end: node.body.end - 1 }, names, here);
    }
    const { body } = node;
    const inner = this.#enter(site, names, here);
    const from = node.params.at(-1)?.end ?? node.start;
    const arrow = tokenFrom(tokens, from, "=>");
    const check = `${pieces.check(inner, this.#point(body, inner))};`;
    edits.open(arrow.end, pieces.marked(`{${pieces.enter(inner)}${check}return(`));
    this.#visit(body, inner);
    edits.close(
      node.end,
      pieces.marked(`)${pieces.leave(inner, this.#levels[inner.scope.site] ?? 0)}}`),
    );
  }

  /** A body of statements with a frame. */
  #framed(
    site: Site & { readonly list: readonly Statement[]; readonly end: number },
    names: Set<string>,
    here: Here,
  ): void {
    const { pieces, edits } = this.#options;
    const { list, end } = site;
    const start = afterDirectives(list);
    const first = list[start];
    if (first === undefined) return;
    const hoisted = new Set<string>();
    for (const statement of list) addHoisted(statement, hoisted);
    const inner = this.#enter(site, names, here);
    for (const name of hoisted) names.add(name);
    // In a block a function may not have the name of a variable: such a body has no frame, and does not stop.
    if (list.some((node) => node.type === "FunctionDeclaration" && hoisted.has(node.id.name))) {
      for (const node of list) this.#functionsIn(node, { ...inner, waiting: undefined });
      return;
    }
    const after = start > 0 ? list[start - 1]!.end : first.start;
    edits.open(after, pieces.marked(pieces.enter(inner)));
    this.#list(list.slice(start), inner);
    edits.close(end, pieces.marked(pieces.leave(inner, this.#levels[inner.scope.site] ?? 0)));
  }

  /** Only the functions below a node. */
  #functionsIn(node: AnyNode, here: Here): void {
    if (/Function|^Class(Decl|Expr)/.test(node.type)) return this.#visit(node, here);
    for (const child of childrenOf(node)) this.#functionsIn(child, here);
  }

  #enter({ name, hasThis, isWaiting }: Site, names: Set<string>, here: Here): Here {
    const { pieces, firstSite } = this.#options;
    const index = this.sites.push(name) - 1;
    return {
      site: firstSite + index,
      frame: pieces.frame,
      waiting: isWaiting ? pieces.waiting : undefined,
      hasThis,
      scope: { parent: here.scope, site: index, level: 0, names },
    };
  }
}
