// SPDX-License-Identifier: Apache-2.0 OR MIT
// Which names a piece of a program declares.

import type { AnyNode, Pattern, Statement, VariableDeclaration } from "acorn";

/** Names in sight at a place of a program. */
export interface Scope {
  /** The scope around it; undefined for a source's top level. */
  readonly parent: Scope | undefined;
  /** Function that declares the names, as an index into `Instrumented.sites`. */
  readonly site: number;
  /** How many scopes with names are around it within its function. */
  readonly level: number;
  readonly names: Set<string>;
}

type ListItem = Statement | Extract<AnyNode, { type: `${string}Declaration` }>;

/** Adds the names that a pattern binds. */
export function addPattern(pattern: Pattern, names: Set<string>): void {
  switch (pattern.type) {
    case "Identifier":
      names.add(pattern.name);
      break;
    case "ObjectPattern":
      for (const property of pattern.properties) {
        addPattern(property.type === "RestElement" ? property.argument : property.value, names);
      }
      break;
    case "ArrayPattern":
      for (const element of pattern.elements) if (element) addPattern(element, names);
      break;
    case "RestElement":
      addPattern(pattern.argument, names);
      break;
    case "AssignmentPattern":
      addPattern(pattern.left, names);
  }
}

/** Adds the names of a declaration. */
export function addDeclaration(node: VariableDeclaration, names: Set<string>): void {
  for (const { id } of node.declarations) addPattern(id, names);
}

/** Names that a list of statements declares for itself: not what `var` gives to the function around. */
export function lexicalNames(list: readonly ListItem[]): Set<string> {
  const names = new Set<string>();
  for (const item of list) {
    const node = item.type === "ExportNamedDeclaration" && item.declaration
      ? item.declaration
      : item;
    if (node.type === "VariableDeclaration") {
      if (node.kind !== "var") addDeclaration(node, names);
    } else if (node.type === "FunctionDeclaration" || node.type === "ClassDeclaration") {
      if (node.id) names.add(node.id.name);
    } else if (node.type === "ImportDeclaration") {
      for (const { local } of node.specifiers) names.add(local.name);
    }
  }
  return names;
}

/** True for whatever acorn calls a node. */
export function isNode(value: unknown): value is AnyNode {
  return typeof Object(value).type === "string";
}

/** The nodes directly below one. */
export function* childrenOf(node: AnyNode): Generator<AnyNode> {
  for (const value of Object.values(node)) {
    if (isNode(value)) yield value;
    else if (Array.isArray(value)) { for (const item of value) if (isNode(item)) yield item; }
  }
}

const ownVariables = /Function|^StaticBlock$|^PropertyDefinition$/;

/** Adds the names that `var` declares below a node for the function around it. */
export function addHoisted(node: AnyNode, names: Set<string>): void {
  if (node.type === "VariableDeclaration" && node.kind === "var") addDeclaration(node, names);
  for (const child of childrenOf(node)) {
    if (!ownVariables.test(child.type)) addHoisted(child, names);
  }
}
