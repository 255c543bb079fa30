// SPDX-License-Identifier: Apache-2.0 OR MIT
// What is being typed at a cursor.

import { isNamePart } from "./characters.ts";
import { lex } from "./lexer.ts";
import { parse } from "./parser.ts";
import { receiverAt, type ValuePath } from "./receiver.ts";
import type { Lexed } from "./tokens.ts";
import type { LocalName } from "./tree.ts";

/** What is being typed at a cursor. */
export interface CompletionContext {
  /** The value whose field or method is being typed; empty for a bare name. */
  readonly path: ValuePath;
  /** True when that value cannot be named (`f().x`, `3 .x`): nothing can be said without running code. */
  readonly dynamic: boolean;
  /** True after `:`. */
  readonly method: boolean;
  /** The name's characters before the cursor. */
  readonly prefix: string;
  /** Where the prefix starts. */
  readonly start: number;
  /** The cursor. */
  readonly end: number;
  /** Locals, parameters and loop variables usable there, innermost first; `path[0]` may be one of them. */
  readonly locals: readonly string[];
  /** True in a string that is not closed before the cursor. */
  readonly insideString: boolean;
  /** True in a comment, and at the end of one that its line ends. */
  readonly insideComment: boolean;
}

/**
 * Reads what is being typed at `cursor`. Only the text before the cursor counts, and it may be broken. Inside
 * strings and comments path and prefix are empty.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { path, prefix, start } = completionContext("local s = string.fo", 19);
 * assert.deepEqual({ path, prefix, start }, { path: ["string"], prefix: "fo", start: 17 });
 * ```
 */
export function completionContext(code: string, cursor: number): CompletionContext {
  const end = Math.max(0, Math.min(cursor, code.length));
  const lexed = lex(code.slice(0, end));
  const insideComment = endsInComment(lexed, end);
  const insideString = !insideComment && endsInString(lexed);
  const quiet = insideComment || insideString;
  const start = quiet ? end : prefixStart(lexed.code, end);
  const locals = visibleNames(parse(lexed).locals, start);
  const common = { end, start, prefix: lexed.code.slice(start), locals };
  const access = quiet ? bareName : accessBefore(lexed, start, end);
  return { ...access, ...common, insideString, insideComment };
}

/** Names usable at `offset`, innermost first, each once. */
export function visibleNames(locals: readonly LocalName[], offset: number): string[] {
  const visible = locals.filter(({ visibleFrom, visibleTo }) =>
    visibleFrom <= offset && offset <= visibleTo
  );
  return [...new Set(visible.reverse().map(({ name }) => name))];
}

const bareName = { path: [], dynamic: false, method: false };
const unknownValue = { path: [], dynamic: true };

function accessBefore(
  lexed: Lexed,
  start: number,
  end: number,
): Pick<CompletionContext, "path" | "dynamic" | "method"> {
  const { tokens } = lexed;
  let index = tokens.length - 2;
  const last = tokens[index];
  if (last !== undefined && start < end) {
    if (last.start < start || last.intent === "number" || last.type === "<number>") {
      return { ...unknownValue, method: false };
    }
    index--;
  } else if (last?.end === end && (last.type === "<number>" || last.intent === "number")) {
    return { ...unknownValue, method: false };
  }
  const type = tokens[index]?.type;
  if (type !== "." && type !== ":") return bareName;
  const path = receiverAt(lexed, index - 1)?.path;
  const method = type === ":";
  return path === undefined ? { ...unknownValue, method } : { path, dynamic: false, method };
}

/** The prefix starts where the name or keyword before the cursor does. */
function prefixStart(code: string, cursor: number): number {
  let start = cursor;
  while (start > 0 && isNamePart(code.charCodeAt(start - 1))) start--;
  return start;
}

function endsInComment({ tokens, comments }: Lexed, end: number): boolean {
  const last = comments.at(-1);
  return tokens.at(-2)?.intent === "comment" ||
    (last !== undefined && !last.long && last.end === end);
}

/** True when the text ends in a string that is not closed. */
function endsInString({ code, tokens }: Lexed): boolean {
  const last = tokens.at(-2);
  if (last?.intent !== "string" || last.end !== code.length) return false;
  return last.problem?.message.startsWith("unfinished") === true;
}
