// SPDX-License-Identifier: Apache-2.0 OR MIT
// What is to be known of parts of a program before they are instrumented.

import type {
  AnonymousFunctionDeclaration,
  AnyNode,
  ArrowFunctionExpression,
  FunctionDeclaration,
  FunctionExpression,
  Program,
  Statement,
  Token,
} from "acorn";
import { childrenOf } from "./instrument_scopes.ts";

/** What stands in a list of statements. */
export type Body = Statement | Program["body"][number];

/** A function with its code. */
export type FunctionNode =
  | FunctionDeclaration
  | AnonymousFunctionDeclaration
  | FunctionExpression
  | ArrowFunctionExpression;

/** True for a function that is left and entered again while it runs. */
export function isWaiting(node: FunctionNode): boolean {
  return node.async || node.generator;
}

/** True when whoever stops at the first of two statements that follow each other need not stop at the second. */
export function isSameStop(first: Body, second: Body): boolean {
  if (first.type !== "ExpressionStatement" && first.type !== "VariableDeclaration") return false;
  if (second.type !== "ExpressionStatement" && second.type !== "VariableDeclaration") return false;
  return hasCheck(first) && first.loc!.start.line === second.loc!.start.line;
}

/** True when code waits for a promise outside of its functions. */
export function waits(node: AnyNode): boolean {
  if (node.type === "AwaitExpression" || (node.type === "ForOfStatement" && node.await)) {
    return true;
  }
  for (const child of childrenOf(node)) {
    if (!/Function|^StaticBlock$/.test(child.type) && waits(child)) return true;
  }
  return false;
}

function keyName(key: AnyNode): string | undefined {
  if (key.type === "Identifier") return key.name;
  return key.type === "Literal" ? String(key.value) : undefined;
}

/** Name that the language gives to a function that is `child` of `parent` and has none. */
export function nameOf(parent: AnyNode, child: AnyNode): string | undefined {
  switch (parent.type) {
    case "VariableDeclarator":
      return parent.init === child ? keyName(parent.id) : undefined;
    case "AssignmentExpression":
    case "AssignmentPattern":
      return parent.right === child ? keyName(parent.left) : undefined;
    case "Property":
      return parent.value === child && !parent.computed ? keyName(parent.key) : undefined;
    default:
      return undefined;
  }
}

/** How many of the first statements are directives, such as "use strict". */
export function afterDirectives(list: readonly Body[]): number {
  const first = list.findIndex((node) => !("directive" in node && node.directive));
  return first < 0 ? list.length : first;
}

/** True for a statement that is stopped at as a whole; loops are where they decide to go on. */
export function hasCheck(node: AnyNode): boolean {
  switch (node.type) {
    case "BlockStatement":
    case "EmptyStatement":
    case "FunctionDeclaration":
    case "TryStatement":
    case "WhileStatement":
    case "DoWhileStatement":
    case "ImportDeclaration":
    case "ExportAllDeclaration":
      return false;
    case "ForStatement":
      return !!node.init;
    case "LabeledStatement":
      return hasCheck(node.body);
    case "VariableDeclaration":
      return node.declarations.some(({ init }) => init);
    case "ExportNamedDeclaration":
      return !!node.declaration && hasCheck(node.declaration);
    case "ExportDefaultDeclaration":
      return hasCheck(node.declaration);
    default:
      return true;
  }
}

/** First token at `at` or after it, of a kind where one is named; there must be one. */
export function tokenFrom(tokens: readonly Token[], at: number, label?: string): Token {
  let low = 0, high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens[middle]!.start < at) low = middle + 1;
    else high = middle;
  }
  while (label !== undefined && tokens[low]!.type.label !== label) low++;
  return tokens[low]!;
}
