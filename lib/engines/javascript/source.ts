// SPDX-License-Identifier: Apache-2.0 OR MIT
// Source text: TypeScript's types taken away, declarations at the top level made to outlive their cell.

import { parse, type Program } from "acorn";
import { transform } from "sucrase";
import type { Completeness } from "../../contracts/mod.ts";

/** Code ready to run. */
export interface Prepared {
  /** Has as many lines as the source, each with what was on it. */
  readonly code: string;
  /** True when the last statement is an expression. */
  readonly hasValue: boolean;
}

/** Code that is no program; the position is where reading stopped. */
export class SourceError extends Error {
  override readonly name = "SyntaxError";
  /** @param line from 1; @param column from 1; @param offset into the code */
  constructor(
    message: string,
    readonly line: number,
    readonly column: number,
    readonly offset: number,
  ) {
    super(message);
  }
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function read(code: string): Program {
  try {
    return parse(code, {
      ecmaVersion: "latest",
      sourceType: "script",
      allowAwaitOutsideFunction: true,
      allowImportExportEverywhere: true,
      allowHashBang: true,
    });
  } catch (error) {
    if (error instanceof RangeError) throw new SourceError("too deeply nested", 1, 1, 0);
    const { loc, pos, message } = error as SyntaxError & {
      loc?: { line: number; column: number };
      pos?: number;
    };
    const text = message.replace(/ \(\d+:\d+\)$/, "");
    throw new SourceError(text, loc?.line ?? 1, (loc?.column ?? 0) + 1, pos ?? 0);
  }
}

/** JavaScript for TypeScript, line by line. @throws {Error} when it is neither */
export function stripTypes(code: string): string {
  return transform(code, {
    transforms: ["typescript"],
    disableESTransforms: true,
    keepUnusedImports: true,
  }).code;
}

/** The code as JavaScript, with its tree. @throws {SourceError} when it is neither JavaScript nor TypeScript */
function readEither(code: string): { code: string; program: Program } {
  try {
    return { code, program: read(code) };
  } catch (error) {
    try {
      const stripped = stripTypes(code);
      return { code: stripped, program: read(stripped) };
    } catch {
      throw error;
    }
  }
}

type Statement = Program["body"][number];

/** Line ends of a piece of source, so that what replaces it is as many lines. */
function lineEnds(code: string): string {
  return "\n".repeat(code.split("\n").length - 1);
}

function declarationEdits(node: Statement, code: string): Edit[] {
  if (node.type === "ClassDeclaration") {
    return [
      { start: node.start, end: node.start, text: `var ${node.id.name}=` },
      { start: node.end, end: node.end, text: ";" },
    ];
  }
  if (node.type !== "VariableDeclaration" || node.kind === "var") return [];
  if (node.kind !== "let" && node.kind !== "const") return [];
  const edits: Edit[] = [
    { start: node.start, end: node.start + node.kind.length, text: "var".padEnd(node.kind.length) },
  ];
  for (const { init, end } of node.declarations) {
    if (init === null || init === undefined) edits.push({ start: end, end, text: "=undefined" });
  }
  return edits.filter(({ start }) => start <= code.length);
}

function importEdit(
  node: Extract<Statement, { type: "ImportDeclaration" }>,
  code: string,
): Edit {
  const load = `await import(${JSON.stringify(String(node.source.value))});`;
  const names: string[] = [];
  let all = "";
  for (const specifier of node.specifiers) {
    const local = specifier.local.name;
    if (specifier.type === "ImportNamespaceSpecifier") all = local;
    else if (specifier.type === "ImportDefaultSpecifier") names.push(`default:${local}`);
    else {
      const { imported } = specifier;
      const name = imported.type === "Identifier" ? imported.name : JSON.stringify(imported.value);
      names.push(`${name}:${local}`);
    }
  }
  const parts: string[] = [];
  if (all !== "") parts.push(`var ${all}=${load}`);
  if (names.length > 0) parts.push(`var {${names.join(",")}}=${all === "" ? load : `${all};`}`);
  const text = parts.length === 0 ? `void ${load}` : parts.join("");
  return {
    start: node.start,
    end: node.end,
    text: text + lineEnds(code.slice(node.start, node.end)),
  };
}

function editsOf(node: Statement, code: string): Edit[] {
  const cut = (end: number, text = ""): Edit => ({
    start: node.start,
    end,
    text: text + lineEnds(code.slice(node.start, end)),
  });
  switch (node.type) {
    case "ImportDeclaration":
      return [importEdit(node, code)];
    case "ExportAllDeclaration":
      return [cut(node.end)];
    case "ExportNamedDeclaration": {
      const { declaration } = node;
      if (!declaration) return [cut(node.end)];
      return [cut(declaration.start), ...declarationEdits(declaration, code)];
    }
    case "ExportDefaultDeclaration": {
      const named = "id" in node.declaration && node.declaration.id;
      return [cut(node.declaration.start, named ? "" : "void ")];
    }
    default:
      return declarationEdits(node, code);
  }
}

/** Makes a cell of a source. @throws {SourceError} when it is no program */
export function prepareCell(source: string): Prepared {
  const { code, program } = readEither(source);
  const edits = program.body.flatMap((node) => editsOf(node, code));
  let text = code;
  for (const { start, end, text: replacement } of edits.toReversed()) {
    text = text.slice(0, start) + replacement + text.slice(end);
  }
  return { code: text, hasValue: program.body.at(-1)?.type === "ExpressionStatement" };
}

/** Judges code by its syntax. */
export function isComplete(code: string): Completeness {
  try {
    readEither(code);
    return { status: "complete" };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const atEnd = error.offset >= code.trimEnd().length;
    if (!atEnd && !/^Unterminated (template|comment)/.test(error.message)) {
      return { status: "invalid" };
    }
    const last = code.trimEnd().split("\n").at(-1) ?? "";
    const indent = /^\s*/.exec(last)?.[0] ?? "";
    return { status: "incomplete", indent: /[{([]$/.test(last) ? `${indent}  ` : indent };
  }
}
