// SPDX-License-Identifier: Apache-2.0 OR MIT
// Names at a position, and what is known of them. No code of the script runs for it.

import { tokenizer } from "acorn";
import type { Completion, CompletionMatch, Inspection } from "../../contracts/mod.ts";
import type { Vm } from "./vm.ts";

const keywords: readonly string[] = Object.freeze(
  ("async await break case catch class const continue debugger default delete do else export extends false finally " +
    "for function if import in instanceof let new null of return static super switch this throw true try typeof " +
    "undefined var void while yield").split(" "),
);

/** Names and dots that end at `cursor`; undefined inside of a text or a comment. */
function pathBefore(code: string, cursor: number): readonly string[] | undefined {
  const head = code.slice(0, cursor);
  let end = 0;
  try {
    for (const token of tokenizer(head, { ecmaVersion: "latest" })) end = token.end;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    if (/Unterminated (string|template|comment)/.test(error.message)) return undefined;
  }
  if (head.slice(end).includes("//")) return undefined;
  const found =
    /(?:[\p{ID_Start}$_][\p{ID_Continue}$]*\??\s*\.\s*)*[\p{ID_Start}$_]?[\p{ID_Continue}$]*$/u
      .exec(head)?.[0] ?? "";
  const before = head[head.length - found.length - 1];
  if (before === "." || before === "#") return undefined;
  return found.split(/\s*\??\s*\.\s*/);
}

/** Candidates at a position. */
export function complete(vm: Vm, code: string, cursor: number): Completion {
  const path = pathBefore(code, cursor);
  if (path === undefined) return { matches: [], start: cursor, end: cursor };
  const prefix = path.at(-1) ?? "";
  const owner = path.slice(0, -1);
  const names = vm.ask("names", JSON.stringify(owner)) as Record<string, CompletionMatch["kind"]>;
  const found: CompletionMatch[] = Object.entries(names)
    .filter(([name]) => name.startsWith(prefix))
    .map(([text, kind]) => ({ text, kind }));
  if (owner.length === 0) {
    for (const text of keywords) {
      if (prefix !== "" && text.startsWith(prefix)) found.push({ text, kind: "keyword" });
    }
  }
  found.sort((a, b) => a.text < b.text ? -1 : a.text > b.text ? 1 : 0);
  return { matches: found, start: cursor - prefix.length, end: cursor };
}

/** What is known of the name at a position; `sourceText` takes away what was added to a function's text. */
export function inspect(
  vm: Vm,
  code: string,
  cursor: number,
  detail: 0 | 1,
  sourceText: (text: string) => string,
): Inspection {
  const rest = /^[\p{ID_Continue}$]*/u.exec(code.slice(cursor))?.[0] ?? "";
  const path = pathBefore(code, cursor + rest.length);
  if (path === undefined || path.includes("")) return { found: false };
  const text = vm.call("describe", JSON.stringify(path), detail === 1);
  if (text === undefined) return { found: false };
  return { found: true, data: { "text/plain": sourceText(text) }, metadata: {} };
}
