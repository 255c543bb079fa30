// SPDX-License-Identifier: Apache-2.0 OR MIT
// Completion from the live session: globals, fields, methods, locals of the code, keywords.

import type { Completion, CompletionMatch } from "../../contracts/mod.ts";
import { keywords, standardLibrary } from "./docs/mod.ts";
import { libraryEntry } from "./documentation.ts";
import type { State } from "./exports.ts";
import { Type } from "./exports.ts";
import { eachField, functionInfo, parametersOf, pushPath } from "./lookup.ts";
import { preludeName } from "./debug_info.ts";
import type { LuaSession } from "./session.ts";
import type { CompletionContext } from "./syntax/mod.ts";
import { completionContext } from "./syntax/mod.ts";

const maxMatches = 500;
const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Names that start with an underscore come last. */
function compareNames(a: CompletionMatch, b: CompletionMatch): number {
  const hidden = Number(a.text.startsWith("_")) - Number(b.text.startsWith("_"));
  return hidden || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0);
}

function kindOf(context: CompletionContext, name: string, type: number): CompletionMatch["kind"] {
  const path = [...context.path, name].join(".");
  if (type === Type.function) return context.method ? "method" : "function";
  const known = standardLibrary[path]?.kind;
  if (known === "module" || known === "constant") return known;
  return context.path.length === 0 ? "variable" : "field";
}

/** Parameters of the function on top of the stack, without `self` after a colon. */
function signatureOf(
  session: LuaSession,
  L: State,
  context: CompletionContext,
  name: string,
): string | undefined {
  const { lua } = session;
  const info = functionInfo(lua, L);
  if (info.what === "C" || info.source === `=${preludeName}`) {
    return libraryEntry(session, L, [...context.path, name])?.signature;
  }
  const parameters = parametersOf(lua, L, info);
  const hidden = context.method && parameters[0] === "self" ? 1 : 0;
  return `(${parameters.slice(hidden).join(", ")})`;
}

/** Fields of the value on top of the stack that start with the prefix. */
function fieldMatches(
  session: LuaSession,
  L: State,
  context: CompletionContext,
): CompletionMatch[] {
  const matches: CompletionMatch[] = [];
  eachField(session.lua, L, (name, type) => {
    if (!name.startsWith(context.prefix) || !identifier.test(name)) return;
    if (context.method && type !== Type.function) return;
    if (matches.length >= maxMatches) return;
    const signature = type === Type.function ? signatureOf(session, L, context, name) : undefined;
    const kind = kindOf(context, name, type);
    matches.push({ text: name, kind, ...(signature === undefined ? {} : { signature }) });
  });
  return matches.sort(compareNames);
}

function bareMatches(
  { prefix, locals }: CompletionContext,
  globals: CompletionMatch[],
): CompletionMatch[] {
  const starts = (name: string): boolean => name.startsWith(prefix);
  const own: CompletionMatch[] = locals.filter(starts).map((text) => ({ text, kind: "variable" }));
  const words: CompletionMatch[] = prefix === ""
    ? []
    : keywords.filter(starts).map((text) => ({ text, kind: "keyword" }));
  const taken = new Set(own.map(({ text }) => text));
  return [...own, ...globals.filter(({ text }) => !taken.has(text)), ...words];
}

/** Candidates at `cursor`. Protected callers only. */
export function complete(session: LuaSession, L: State, code: string, cursor: number): Completion {
  const { lua } = session;
  const context = completionContext(code, cursor);
  const { start, end, path, dynamic, locals, insideComment, insideString } = context;
  const none = { matches: [], start, end };
  if (insideComment || insideString || dynamic) return none;
  const root = path[0];
  if (typeof root === "string" && locals.includes(root)) return none;
  pushPath(lua, L, path);
  const fields = fieldMatches(session, L, context);
  lua.pop(L, 1);
  return { matches: path.length === 0 ? bareMatches(context, fields) : fields, start, end };
}
