// SPDX-License-Identifier: Apache-2.0 OR MIT
// What is known of the name at a position, as text with colours and as Markdown.

import type { Inspection } from "../../contracts/mod.ts";
import { keywords } from "./docs/mod.ts";
import { functionFacts, libraryEntry } from "./documentation.ts";
import type { State } from "./exports.ts";
import { Type, typeNames } from "./exports.ts";
import { metaName, pushPath } from "./lookup.ts";
import type { LuaSession } from "./session.ts";
import { callAt, nameAt } from "./syntax/mod.ts";
import { describeValue } from "./text_values.ts";

const shownChars = 2_000;

/** A labelled part of an inspection. */
interface Part {
  readonly label: string;
  readonly text: string;
  /** Shown as a block of code in Markdown. */
  readonly code?: boolean;
}

function asText(parts: readonly Part[]): string {
  return parts.map(({ label, text }) => {
    const separator = text.includes("\n") ? "\n" : " ";
    return `\x1b[0;31m${label}:\x1b[0m${separator}${text}`;
  }).join("\n");
}

function asMarkdown(parts: readonly Part[]): string {
  return parts.map(({ label, text, code }) =>
    code === true ? `**${label}**\n\n\`\`\`lua\n${text}\n\`\`\`` : `**${label}** ${text}`
  ).join("\n\n");
}

function found(parts: readonly Part[]): Inspection {
  return {
    found: true,
    data: { "text/plain": asText(parts), "text/markdown": asMarkdown(parts) },
    metadata: {},
  };
}

/** Parts about the value on top of the stack. */
function valueParts(
  session: LuaSession,
  L: State,
  path: readonly (string | number)[],
  detail: 0 | 1,
): Part[] {
  const { lua, limits } = session;
  const type = lua.x.lua_type(L, -1);
  const entry = libraryEntry(session, L, path);
  const typeName = typeNames[type] ?? "nil";
  const name = metaName(lua, L);
  const typePart: Part = {
    label: "Type",
    text: name === undefined ? typeName : `${typeName} (${name})`,
  };
  if (type !== Type.function) {
    const text = describeValue(lua, L, -1, {
      limits: { ...limits, maxChars: shownChars },
      metamethods: false,
    });
    const signature: Part[] = entry === undefined || entry.signature === ""
      ? []
      : [{ label: "Signature", text: `${path.join(".")}${entry.signature}`, code: true }];
    const about: Part[] = entry === undefined ? [] : [{ label: "About", text: entry.text }];
    return [...signature, typePart, { label: "Value", text, code: true }, ...about];
  }
  const facts = functionFacts(session, L, entry);
  const parts: Part[] = [];
  if (facts.signature !== undefined) {
    parts.push({ label: "Signature", text: `${path.join(".")}${facts.signature}`, code: true });
  }
  parts.push(typePart);
  if (facts.position !== undefined) parts.push({ label: "Defined", text: facts.position });
  if (facts.text !== "") parts.push({ label: "About", text: facts.text });
  if (detail === 1 && facts.source !== undefined) {
    parts.push({ label: "Source", text: facts.source, code: true });
  }
  return parts;
}

/** What is known of the name at `cursor`, else of the function called around it. Protected callers only. */
export function inspect(
  session: LuaSession,
  L: State,
  { code, cursor, detail }: { code: string; cursor: number; detail: 0 | 1 },
): Inspection {
  for (const path of [nameAt(code, cursor)?.path, callAt(code, cursor)?.path]) {
    if (path === undefined || path.length === 0) continue;
    const type = pushPath(session.lua, L, path);
    const parts = type === Type.nil ? undefined : valueParts(session, L, path, detail);
    session.lua.pop(L, 1);
    if (parts !== undefined) return found(parts);
    const entry = libraryEntry(session, L, path);
    if (entry !== undefined) {
      const text = `${path.join(".")}${entry.signature}`;
      return found([{ label: "Signature", text, code: true }, {
        label: "About",
        text: entry.text,
      }]);
    }
    if (keywords.includes(String(path[0]))) {
      return found([{ label: "Keyword", text: String(path[0]) }]);
    }
  }
  return { found: false };
}
