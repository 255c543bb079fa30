// SPDX-License-Identifier: Apache-2.0 OR MIT
// Functions, blocks, local names, labels and gotos while a chunk is parsed, by the rules of Lua's compiler.

import type { BlockExtent, Label, LocalName } from "./tree.ts";
import type { SyntaxProblem, Token } from "./tokens.ts";

/** Locals that a function may have at once. @see Lua 5.4 `lparser.c`, MAXVARS */
export const maxLocals = 200;

type Mutable<T> = { -readonly [key in keyof T]: T[key] };
/** A local name as it is being recorded. */
export type LocalRecord = Mutable<LocalName>;

/** An open block. */
export interface Block {
  readonly parent: Block | undefined;
  readonly start: number;
  readonly loop: boolean;
  readonly depth: number;
  /** True for the outermost block of a function. */
  readonly body: boolean;
  readonly variadic: boolean;
  /** Locals alive before the block; those of the function start at `functionBase`. */
  readonly base: number;
  readonly functionBase: number;
  readonly firstLabel: number;
  readonly functionLabel: number;
  readonly firstGoto: number;
}

interface OpenGoto {
  readonly name: string;
  readonly token: Token;
  locals: number;
}

/** The scopes of one chunk. */
export class Scopes {
  readonly locals: LocalRecord[] = [];
  readonly blocks: BlockExtent[] = [];
  readonly labels: Label[] = [];
  #block: Block = {
    parent: undefined,
    start: 0,
    loop: false,
    depth: 0,
    body: true,
    variadic: true,
    base: 0,
    functionBase: 0,
    firstLabel: 0,
    functionLabel: 0,
    firstGoto: 0,
  };
  /** Locals alive, innermost last; undefined for those that Lua hides in `for` loops. */
  #active: (LocalRecord | undefined)[] = [];
  readonly #byName = new Map<string, LocalRecord[]>();
  /** Names of the labels of open blocks, innermost last; where each stands, by name. */
  #openLabels: string[] = [];
  readonly #labelsByName = new Map<string, number[]>();
  #openGotos: OpenGoto[] = [];

  /** The innermost open block. */
  get block(): Block {
    return this.#block;
  }

  /** Number of locals of the current function that are alive. */
  get localCount(): number {
    return this.#active.length - this.#block.functionBase;
  }

  /** Opens a block at `start`. */
  enter(start: number, loop: boolean): void {
    const parent = this.#block;
    this.#block = {
      ...parent,
      parent,
      start,
      loop,
      body: false,
      depth: parent.depth + 1,
      base: this.#active.length,
      firstLabel: this.#openLabels.length,
      firstGoto: this.#openGotos.length,
    };
  }

  /** Opens a function's body at `start`. */
  enterFunction(start: number): void {
    this.enter(start, false);
    this.#block = {
      ...this.#block,
      body: true,
      variadic: false,
      functionBase: this.#active.length,
      functionLabel: this.#openLabels.length,
    };
  }

  /** Marks the current function as variadic. */
  markVariadic(): void {
    this.#block = { ...this.#block, variadic: true };
  }

  /** Makes a name usable from `from` on. */
  activate(local: LocalRecord, from: number): void {
    local.visibleFrom = from;
    this.#active.push(local);
    this.locals.push(local);
    const sameName = this.#byName.get(local.name);
    if (sameName === undefined) this.#byName.set(local.name, [local]);
    else sameName.push(local);
  }

  /** Reserves locals that Lua hides in the current block. */
  activateHidden(count: number): void {
    for (let index = 0; index < count; index++) this.#active.push(undefined);
  }

  /** The local a name means at this point. */
  find(name: string): LocalRecord | undefined {
    return this.#byName.get(name)?.at(-1);
  }

  /** Closes the innermost block at `end`. */
  leave(end: number): SyntaxProblem | undefined {
    const block = this.#block;
    this.#removeLocals(block.base, end);
    this.blocks.push({ start: block.start, end, loop: block.loop, depth: block.depth });
    const problem = block.loop ? this.#solveGotos("break", block.base) : undefined;
    this.#dropLabels(block.firstLabel);
    if (block.parent !== undefined) this.#block = block.parent;
    if (!block.body) {
      for (let index = block.firstGoto; index < this.#openGotos.length; index++) {
        const open = this.#openGotos[index];
        if (open !== undefined) open.locals = Math.min(open.locals, block.base);
      }
      return problem;
    }
    const unresolved = this.#openGotos[block.firstGoto];
    this.#openGotos.length = block.firstGoto;
    return problem ?? (unresolved && unresolvedGoto(unresolved));
  }

  /** Closes, at `end`, every block inside `block` without a look at its gotos. */
  unwind(block: Block, end: number): void {
    while (this.#block.depth > block.depth) {
      this.#openGotos.length = this.#block.firstGoto;
      this.leave(end);
    }
  }

  /** True when a label of this name is visible in the current function. */
  hasLabel(name: string): boolean {
    const last = this.#labelsByName.get(name)?.at(-1);
    return last !== undefined && last >= this.#block.functionLabel;
  }

  /** Adds a label; `last` when only empty statements follow it in its block. */
  addLabel(token: Token, name: string, last: boolean): SyntaxProblem | undefined {
    const locals = last ? this.#block.base : this.#active.length;
    this.labels.push({ name, start: token.start, end: token.end });
    const index = this.#openLabels.push(name) - 1;
    const sameName = this.#labelsByName.get(name);
    if (sameName === undefined) this.#labelsByName.set(name, [index]);
    else sameName.push(index);
    return this.#solveGotos(name, locals);
  }

  /** Adds a `goto`, or a `break` under that name, whose label is yet to come. */
  addGoto(token: Token, name: string): void {
    this.#openGotos.push({ name, token, locals: this.#active.length });
  }

  #solveGotos(name: string, locals: number): SyntaxProblem | undefined {
    let problem: SyntaxProblem | undefined;
    const from = this.#block.firstGoto;
    let kept = from;
    for (let index = from; index < this.#openGotos.length; index++) {
      const open = this.#openGotos[index];
      if (open === undefined) continue;
      if (open.name !== name) this.#openGotos[kept++] = open;
      else if (open.locals < locals) problem ??= this.#jumpIntoScope(open);
    }
    this.#openGotos.length = kept;
    return problem;
  }

  #jumpIntoScope({ token, name, locals }: OpenGoto): SyntaxProblem {
    const local = this.#active[locals]?.name ?? "?";
    const line = token.line + 1;
    return atGoto(token, `<goto ${name}> at line ${line} jumps into the scope of local '${local}'`);
  }

  #dropLabels(kept: number): void {
    while (this.#openLabels.length > kept) {
      this.#labelsByName.get(this.#openLabels.pop() ?? "")?.pop();
    }
  }

  #removeLocals(base: number, end: number): void {
    while (this.#active.length > base) {
      const local = this.#active.pop();
      if (local === undefined) continue;
      local.visibleTo = end;
      this.#byName.get(local.name)?.pop();
    }
  }
}

function unresolvedGoto({ token, name }: OpenGoto): SyntaxProblem {
  const line = token.line + 1;
  const message = name === "break"
    ? `break outside a loop at line ${line}`
    : `no visible label '${name}' for goto at line ${line}`;
  return atGoto(token, message);
}

function atGoto({ start, line }: Token, message: string): SyntaxProblem {
  return { message, offset: start, line, atEnd: false };
}
