// SPDX-License-Identifier: Apache-2.0 OR MIT
// What is known of a value: signature, documentation, where it comes from.

import { chunkNameOf, preludeName } from "./debug_info.ts";
import type { DocEntry } from "./docs/mod.ts";
import { standardLibrary } from "./docs/mod.ts";
import type { State } from "./exports.ts";
import { Type } from "./exports.ts";
import { functionInfo, metaName, parametersOf, pushPath } from "./lookup.ts";
import type { LuaSession } from "./session.ts";
import { docComments } from "./syntax/mod.ts";

/** What is known of a function. */
export interface FunctionFacts {
  /** `(s, pattern, init?)`. */
  readonly signature: string | undefined;
  readonly text: string;
  /** `In[3]:2`; undefined for what is built in. */
  readonly position: string | undefined;
  /** The function's own lines, where its chunk is known. */
  readonly source: string | undefined;
}

const documentedObjects: Readonly<Record<string, string>> = {
  "FILE*": "file",
  display: "handle",
  comm: "comm",
};

/** The entry of the standard library for a path, methods of strings, files, displays and comms too. */
export function libraryEntry(
  { lua }: LuaSession,
  L: State,
  path: readonly (string | number)[],
): DocEntry | undefined {
  const direct = standardLibrary[path.join(".")];
  if (direct !== undefined || path.length < 2) return direct;
  const type = pushPath(lua, L, path.slice(0, -1));
  const owner = type === Type.string ? "string" : documentedObjects[metaName(lua, L) ?? ""];
  lua.pop(L, 1);
  if (owner === undefined) return undefined;
  const last = path.at(-1);
  return standardLibrary[`${owner}:${last}`] ?? standardLibrary[`${owner}.${last}`];
}

function linesOf(text: string, first: number, last: number): string {
  return text.split("\n").slice(first - 1, last).join("\n");
}

/** Facts of the function on top of the stack; `entry` is what the standard library says of its name. */
export function functionFacts(
  { lua, sources }: LuaSession,
  L: State,
  entry: DocEntry | undefined,
): FunctionFacts {
  const info = functionInfo(lua, L);
  const builtin = info.what === "C" || info.source === `=${preludeName}`;
  if (builtin) {
    return {
      signature: entry?.signature,
      text: entry?.text ?? "",
      position: undefined,
      source: undefined,
    };
  }
  const chunk = chunkNameOf(info.source);
  const text = sources.get(chunk);
  const comment = text === undefined
    ? undefined
    : docComments(text).find(({ line }) => line === info.lineDefined - 1);
  return {
    signature: `(${parametersOf(lua, L, info).join(", ")})`,
    text: comment?.text ?? "",
    position: `${chunk}:${info.lineDefined}`,
    source: text === undefined ? undefined : linesOf(text, info.lineDefined, info.lastLineDefined),
  };
}
