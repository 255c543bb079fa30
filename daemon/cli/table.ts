// SPDX-License-Identifier: Apache-2.0 OR MIT
// Tables of text for people: aligned columns, two spaces apart.

import { printable } from "./human.ts";

/** A column of a table. */
export interface Column {
  /** Its heading. */
  readonly title: string;
  /** `right` for figures; `left` when absent. */
  readonly align?: "left" | "right";
}

/** A cell: a text, or one in a colour. */
export type Cell = string | { readonly text: string; readonly style: Style };

/** How a text stands out where there is colour. */
export type Style = "good" | "warning" | "bad" | "dim" | "strong";

const codes: Readonly<Record<Style, string>> = Object.freeze({
  good: "\x1b[32m",
  warning: "\x1b[33m",
  bad: "\x1b[31m",
  dim: "\x1b[2m",
  strong: "\x1b[1m",
});

/** A text in its style; unchanged without colour. */
export function styled(text: string, style: Style, colour: boolean): string {
  return colour && text !== "" ? `${codes[style]}${text}\x1b[0m` : text;
}

/**
 * A table as lines, each with its newline and without trailing spaces.
 *
 * @param columns at least one; without titles there is no heading
 * @param rows cells in the order of the columns
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const columns = [{ title: "ID" }, { title: "PID", align: "right" }] as const;
 * assert.equal(renderTable(columns, [["work", "7"]], false), "ID    PID\nwork    7\n");
 * ```
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  colour: boolean,
): string {
  const heading = columns.some(({ title }) => title !== "")
    ? [columns.map(({ title }): Cell => ({ text: title, style: "strong" }))]
    : [];
  const lines = [...heading, ...rows].map((row) => columns.map((_, i) => plain(row[i] ?? "")));
  const widths = columns.map((_, i) =>
    Math.max(0, ...lines.map((line) => textWidth(line[i]!.text)))
  );
  return lines.map((line) => {
    const cells = line.map(({ text, style }, i) => {
      const space = " ".repeat(widths[i]! - textWidth(text));
      const shown = style === undefined ? text : styled(text, style, colour);
      return columns[i]!.align === "right" ? space + shown : shown + space;
    });
    return cells.join("  ").trimEnd() + "\n";
  }).join("");
}

/** Columns of a terminal that a text takes: ideographs and emoji take two, combining marks none. */
export function textWidth(text: string): number {
  let width = 0;
  for (const char of text) {
    if (/\p{Mn}|\p{Me}|\p{Cf}/u.test(char)) continue;
    width +=
      /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u
          .test(char)
        ? 2
        : 1;
  }
  return width;
}

function plain(cell: Cell): { readonly text: string; readonly style?: Style } {
  return typeof cell === "string"
    ? { text: printable(cell) }
    : { text: printable(cell.text), style: cell.style };
}
