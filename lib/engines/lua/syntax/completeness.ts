// SPDX-License-Identifier: Apache-2.0 OR MIT
// Whether source is a whole chunk, the beginning of one, or none.

import type { Completeness } from "../../../contracts/mod.ts";
import { parse } from "./parser.ts";
import type { Lexed, Token } from "./tokens.ts";

const blockOpeners: ReadonlySet<string> = new Set(["function", "do", "then", "else", "repeat"]);
const brackets: ReadonlyMap<string, string> = new Map([["(", ")"], ["{", "}"], ["[", "]"]]);
const blockClosers: ReadonlySet<string> = new Set(["end", "until", "else", "elseif"]);
const step = "  ";

/**
 * Says whether a console should run the code or ask for another line. Code that ends with an expression is
 * complete; a short string that its line does not end is invalid, because no further line can end it.
 *
 * @returns `incomplete` with the indentation of the next line: that of the last line that is not blank, and two
 * spaces more for each block opened and not closed on it, or for brackets where it opens no block; none inside a
 * long string
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(isComplete("if x then"), { status: "incomplete", indent: "  " });
 * assert.deepEqual(isComplete("x + 1"), { status: "complete" });
 * assert.deepEqual(isComplete("x ="), { status: "incomplete", indent: "" });
 * assert.deepEqual(isComplete("x = )"), { status: "invalid" });
 * ```
 */
export function isComplete(code: string): Completeness {
  const { problems: [problem], lexed } = parse(code);
  if (problem === undefined) return { status: "complete" };
  if (!problem.atEnd) return { status: "invalid" };
  return { status: "incomplete", indent: nextIndent(lexed) };
}

function nextIndent({ code, tokens }: Lexed): string {
  if (tokens.at(-2)?.type === "<bad>") return "";
  const trimmed = code.trimEnd();
  const lineStart = Math.max(trimmed.lastIndexOf("\n"), trimmed.lastIndexOf("\r")) + 1;
  const [indent = ""] = /^[ \t]*/.exec(trimmed.slice(lineStart)) ?? [];
  const onLine = tokens.filter(({ start }) => start >= lineStart);
  return indent + step.repeat(openedBlocks(onLine));
}

/** Blocks that the tokens open and do not close; 1 when they open brackets only. */
function openedBlocks(tokens: readonly Token[]): number {
  const open: string[] = [];
  for (const { type } of tokens) {
    const top = open.at(-1);
    const closesBlock = blockClosers.has(type) && top === "end";
    if (closesBlock || (top !== undefined && top === type)) open.pop();
    if (blockOpeners.has(type)) open.push("end");
    const closer = brackets.get(type);
    if (closer !== undefined) open.push(closer);
  }
  const blocks = open.filter((closer) => closer === "end").length;
  return blocks > 0 ? blocks : Math.min(open.length, 1);
}
