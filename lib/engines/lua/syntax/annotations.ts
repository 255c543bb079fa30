// SPDX-License-Identifier: Apache-2.0 OR MIT
// EmmyLua and LuaLS annotations (`@param name type text`) as text for a person.

interface Section {
  readonly title: string;
  readonly lines: string[];
}

/** Annotations that say something to tools only. */
const silent: ReadonlySet<string> = new Set(
  ["diagnostic", "meta", "nodiscard", "async", "cast", "module", "class", "field", "alias", "enum"],
);
const openers = "([{<";
const closers = ")]}>";

/**
 * Renders the lines of a doc comment, without their dashes: text as it stands, then `Parameters:`, `Returns:` and
 * a line for each other annotation.
 */
export function renderAnnotations(lines: readonly string[]): string {
  const text: string[] = [];
  const sections = new Map<string, Section>();
  const notes: string[] = [];
  let target = text;
  for (const line of lines) {
    const [, tag, rest = ""] = /^\s*@(\w+)\s*(.*)$/.exec(line) ?? [];
    if (tag === undefined) target.push(target === text ? line : `    ${line.trim()}`);
    else if (tag === "param" || tag === "vararg") {
      target = sectionLines(sections, "Parameters");
      target.push(`  ${renderParameter(tag === "param" ? rest : `... ${rest}`)}`);
    } else if (tag === "return") {
      target = sectionLines(sections, "Returns");
      target.push(`  ${renderReturn(rest)}`);
    } else if (!silent.has(tag)) {
      target = notes;
      notes.push(renderNote(tag, rest));
    } else target = [];
  }
  const parts = [text.join("\n").replace(/^(?:[ \t]*\n)+/, "").trimEnd()];
  for (const { title, lines: own } of sections.values()) parts.push(`${title}:\n${trimmed(own)}`);
  parts.push(trimmed(notes));
  return parts.filter((part) => part !== "").join("\n\n");
}

function trimmed(lines: readonly string[]): string {
  return lines.filter((line) => line.trim() !== "").join("\n");
}

function sectionLines(sections: Map<string, Section>, title: string): string[] {
  const section = sections.get(title) ?? { title, lines: [] };
  sections.set(title, section);
  return section.lines;
}

/** `name? type text` becomes `name? (type): text`. */
function renderParameter(rest: string): string {
  const [, name = "", after = ""] = /^(\S*)\s*(.*)$/.exec(rest) ?? [];
  const [type, description] = splitType(after);
  return joinDescription(type === "" ? name : `${name} (${type})`, description);
}

/** `type name # text` becomes `type: name # text`; several types stay as they stand. */
function renderReturn(rest: string): string {
  const [type, description] = splitType(rest);
  return joinDescription(type, description);
}

function joinDescription(what: string, description: string): string {
  const text = description.replace(/^[#:@-]\s*/, "");
  return text === "" ? what : `${what}: ${text}`;
}

function renderNote(tag: string, rest: string): string {
  const title = tag.charAt(0).toUpperCase() + tag.slice(1);
  return rest === "" ? title : `${title}: ${rest}`;
}

/** Splits what starts with a type, such as `fun(a: number): string | nil text`, after the type. */
function splitType(text: string): [type: string, rest: string] {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (openers.includes(character)) depth++;
    else if (closers.includes(character)) depth = Math.max(0, depth - 1);
    else if (depth === 0 && /\s/.test(character) && !joinsTypes(text, at)) {
      return [text.slice(0, at), text.slice(at).trim()];
    }
  }
  return [text, ""];
}

/** True when the blank at `at` stands beside `|`, or after `:` or `,`, and so within a type. */
function joinsTypes(text: string, at: number): boolean {
  return /[|:,]\s*$/.test(text.slice(Math.max(0, at - 8), at)) ||
    /^\s*\|/.test(text.slice(at, at + 8));
}
