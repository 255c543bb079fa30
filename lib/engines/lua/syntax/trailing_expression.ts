// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a chunk return the values of the expression or call it ends with, and makes any chunk loadable.

import { parse } from "./parser.ts";
import { maxLocals } from "./scopes.ts";

/**
 * Makes source acceptable to `load`, which unlike `loadfile` takes neither a byte order mark nor a first line that
 * starts with `#!`: that line becomes a comment. Lines stay where they are.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(loadable("#!/usr/bin/lua\nprint(1)"), "--#!/usr/bin/lua\nprint(1)");
 * ```
 */
export function loadable(code: string): string {
  const text = code.charCodeAt(0) === 0xfeff ? code.slice(1) : code;
  return text.startsWith("#!") ? `--${text}` : text;
}

/**
 * Rewrites a chunk that ends with an expression, a list of them, or a call, so that it returns their values; lines
 * stay where they are, and the result is `loadable`. A `return` takes one semicolon, so further ones become blanks. A single call is put below a to-be-closed variable, because
 * Lua would otherwise make a tail call of it and lose the chunk's own line in tracebacks.
 *
 * @returns undefined when the chunk ends with anything else or is not Lua
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(splitTrailingExpression("x = 1\nx + 1")?.code, "x = 1\nreturn x + 1");
 * assert.equal(splitTrailingExpression("x = 1"), undefined);
 * ```
 */
export function splitTrailingExpression(code: string): { readonly code: string } | undefined {
  const chunk = parse(code);
  if (chunk.trailing === undefined) return undefined;
  const { start, end, semicolonsEnd, call, localCount } = chunk.trailing;
  const expression = code.slice(start, end);
  const keepFrame = call && localCount < maxLocals;
  const prefix = keepFrame ? `local ${unusedName(expression)} <close> = nil return ` : "return ";
  const semicolons = chunk.lexed.tokens.filter((token) =>
    token.type === ";" && token.start >= end && token.end <= semicolonsEnd
  );
  let rest = code.slice(end);
  for (const { start: at } of semicolons.slice(1)) {
    rest = `${rest.slice(0, at - end)} ${rest.slice(at - end + 1)}`;
  }
  return { code: loadable(`${code.slice(0, start)}${prefix}${expression}${rest}`) };
}

/** A name that does not occur in `text`. */
function unusedName(text: string): string {
  let length = "frame".length;
  for (const [found] of text.matchAll(/frame_+/g)) length = Math.max(length, found.length);
  return "frame".padEnd(length + 1, "_");
}
