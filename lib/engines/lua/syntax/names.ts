// SPDX-License-Identifier: Apache-2.0 OR MIT
// The name at a cursor, and the call around it.

import { lex } from "./lexer.ts";
import { lastTokenBefore, receiverAt, type ValuePath } from "./receiver.ts";
import type { Lexed, Token } from "./tokens.ts";
import type { Extent } from "./tree.ts";

/** A dotted name in source. */
export interface NameAt extends Extent {
  /** From its root to the part under the cursor. */
  readonly path: ValuePath;
  /** True when the last element comes after `:`. */
  readonly method: boolean;
}

/** A call that surrounds a cursor. */
export interface CallAt {
  /** The function called. */
  readonly path: ValuePath;
  /** True when it is called with `:`. */
  readonly method: boolean;
  /** Which argument the cursor is in, from 0. */
  readonly argument: number;
}

/**
 * The dotted name under the cursor, up to the part the cursor is on; where there is none, the name directly
 * before it or before the `.`, `:` or `(` before it.
 *
 * @returns undefined in strings and comments, and for what cannot be named (`f().x`)
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(nameAt("x = string.format(1)", 12), {
 *   path: ["string", "format"],
 *   method: false,
 *   start: 4,
 *   end: 17,
 * });
 * ```
 */
export function nameAt(code: string, cursor: number): NameAt | undefined {
  const lexed = lex(code);
  const { tokens } = lexed;
  if (
    lexed.comments.some(({ start, end, long }) => start < cursor && cursor < end + (long ? 0 : 1))
  ) {
    return undefined;
  }
  const next = lastTokenBefore(lexed, cursor + 1);
  if (tokens[next]?.type === "<name>" && cursor <= (tokens[next]?.end ?? 0)) {
    return nameEndingAt(lexed, next);
  }
  const index = lastTokenBefore(lexed, cursor);
  const before = tokens[index];
  if (before === undefined || before.end < cursor) return undefined;
  if (before.type === "<name>") return nameEndingAt(lexed, index);
  if (before.end > cursor || !punctuation.has(before.type)) return undefined;
  return nameEndingAt(lexed, index - 1);
}

const punctuation: ReadonlySet<string> = new Set([".", ":", "("]);

/** The name whose last token is at `index`. */
function nameEndingAt(lexed: Lexed, index: number): NameAt | undefined {
  const { code, tokens } = lexed;
  const last = tokens[index];
  if (last === undefined || (last.type !== "<name>" && last.type !== "]")) return undefined;
  const method = last.type === "<name>" && tokens[index - 1]?.type === ":";
  const receiver = receiverAt(lexed, method ? index - 2 : index);
  if (receiver === undefined) return undefined;
  const { path, start } = receiver;
  const own = method ? [code.slice(last.start, last.end)] : [];
  return { path: [...path, ...own], method, start, end: last.end };
}

interface Opened {
  /** What closes it. */
  readonly closer: string;
  readonly index: number;
  commas: number;
}

const closers: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["{", "}"],
  ["[", "]"],
  ["function", "end"],
  ["do", "end"],
  ["if", "end"],
  ["repeat", "until"],
]);
const closing: ReadonlySet<string> = new Set(closers.values());

/**
 * The innermost call whose parentheses surround the cursor. The text after the cursor does not count. A function
 * body among the arguments is not part of the call.
 *
 * @returns undefined where there is no call, or one of what cannot be named (`f()()`)
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(callAt("string.rep(s, ", 14), {
 *   path: ["string", "rep"],
 *   method: false,
 *   argument: 1,
 * });
 * ```
 */
export function callAt(code: string, cursor: number): CallAt | undefined {
  const lexed = lex(code.slice(0, Math.max(0, cursor)));
  const open = openBrackets(lexed.tokens);
  for (const { closer, index, commas } of open.reverse()) {
    if (closer === "end" || closer === "until") return undefined;
    if (closer !== ")" || !isCall(lexed.tokens, index)) continue;
    const name = nameEndingAt(lexed, index - 1);
    return name && { path: name.path, method: name.method, argument: commas };
  }
  return undefined;
}

/** Brackets and blocks that the tokens open and do not close; a closer without its opener is passed over. */
function openBrackets(tokens: readonly Token[]): Opened[] {
  const open: Opened[] = [];
  const counts = new Map<string, number>();
  for (const [index, { type }] of tokens.entries()) {
    const closer = closers.get(type);
    const top = open.at(-1);
    if (closer !== undefined) {
      open.push({ closer, index, commas: 0 });
      counts.set(closer, (counts.get(closer) ?? 0) + 1);
    } else if (type === "," && top !== undefined) top.commas++;
    else if (closing.has(type) && (counts.get(type) ?? 0) > 0) closeBracket(open, counts, type);
  }
  return open;
}

/** Closes the innermost `closer` and everything opened in it. */
function closeBracket(open: Opened[], counts: Map<string, number>, closer: string): void {
  for (let top = open.pop(); top !== undefined; top = open.pop()) {
    counts.set(top.closer, (counts.get(top.closer) ?? 1) - 1);
    if (top.closer === closer) return;
  }
}

/** True when the parenthesis at `index` holds arguments: not a grouping, not parameters. */
function isCall(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1]?.type;
  if (before !== "<name>" && before !== ")" && before !== "]" && before !== "<string>") {
    return false;
  }
  let name = index - 1;
  while (tokens[name]?.type === "<name>" && /^[.:]$/.test(tokens[name - 1]?.type ?? "")) name -= 2;
  return tokens[name - 1]?.type !== "function";
}
