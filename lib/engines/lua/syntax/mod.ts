// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Reads Lua 5.4 source without running it: lexer, parser, and what consoles and editors ask about code.
 * Positions are UTF-16 offsets and lines, both from 0. Nothing here throws for what the source holds, and work
 * grows linearly with it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { isComplete, splitTrailingExpression } from "./mod.ts";
 * assert.equal(isComplete("for i = 1, 3 do").status, "incomplete");
 * assert.equal(splitTrailingExpression("1, 2")?.code, "return 1, 2");
 * ```
 *
 * @module
 */

export type { Completeness } from "../../../contracts/mod.ts";
export { isComplete } from "./completeness.ts";
export { type CompletionContext, completionContext, visibleNames } from "./completion_context.ts";
export { type DocComment, docComments } from "./doc_comments.ts";
export { lex } from "./lexer.ts";
export { parse } from "./parser.ts";
export { type CallAt, callAt, type NameAt, nameAt } from "./names.ts";
export type { ValuePath } from "./receiver.ts";
export { loadable, splitTrailingExpression } from "./trailing_expression.ts";
export { reservedWords } from "./tokens.ts";
export type { Comment, Lexed, SyntaxProblem, Token } from "./tokens.ts";
export type * from "./tree.ts";
