// SPDX-License-Identifier: Apache-2.0 OR MIT
// Comments that document functions.

import { renderAnnotations } from "./annotations.ts";
import { parse } from "./parser.ts";
import type { Comment, Lexed } from "./tokens.ts";

/** A documented function. */
export interface DocComment {
  /** `function a.b()`, `a.b = function()` and `function a:b()` all have `["a", "b"]`. */
  readonly path: readonly string[];
  /** Line of the function's statement. */
  readonly line: number;
  /** The comment, annotations rendered readably. */
  readonly text: string;
  /** Without `self`; `...` last for a variadic function. */
  readonly parameters: readonly string[];
}

/**
 * Finds comments that stand directly above a named function: `function a.b()`, `local function`, a function
 * assigned to a name or to a field of a table constructor. Works on broken code as far as it can be read.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(docComments("--- Doubles.\nfunction double(x) return 2 * x end"), [
 *   { path: ["double"], line: 1, text: "Doubles.", parameters: ["x"] },
 * ]);
 * ```
 */
export function docComments(code: string): DocComment[] {
  const { lexed, functions } = parse(code);
  const byEndLine = wholeLineComments(lexed);
  const texts = new Map<number, string>();
  const found: DocComment[] = [];
  for (const { path, line, parameters } of functions) {
    if (path.length === 0) continue;
    const text = texts.get(line) ?? renderAnnotations(linesAbove(code, byEndLine, line));
    texts.set(line, text);
    if (text !== "") found.push({ path, line, text, parameters });
  }
  return found;
}

/** Comments with nothing but white space before them on their line, by the line they end on. */
function wholeLineComments({ code, comments }: Lexed): Map<number, Comment> {
  const found = new Map<number, Comment>();
  for (const comment of comments) {
    let at = comment.start - 1;
    while (at >= 0 && /[ \t]/.test(code.charAt(at))) at--;
    if ((at < 0 || /[\r\n]/.test(code.charAt(at))) && !code.startsWith("#!", comment.start)) {
      found.set(comment.endLine, comment);
    }
  }
  return found;
}

/** Text of the comments that end right above `line`; a long comment counts only alone. */
function linesAbove(code: string, byEndLine: Map<number, Comment>, line: number): string[] {
  const nearest = byEndLine.get(line - 1);
  if (nearest?.long) return longCommentLines(code.slice(nearest.start, nearest.end));
  const lines: string[] = [];
  for (let above = line - 1;; above--) {
    const comment = byEndLine.get(above);
    if (comment === undefined || comment.long) return lines.reverse();
    lines.push(code.slice(comment.start, comment.end).replace(/^-+\|? ?/, "").trimEnd());
  }
}

function longCommentLines(comment: string): string[] {
  const body = comment.replace(/^--\[=*\[-*/, "").replace(/-*\]=*\]$/, "");
  return body.trim().split(/\r\n|\n\r|\n|\r/).map((line) => line.trim());
}
