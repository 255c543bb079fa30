// SPDX-License-Identifier: Apache-2.0 OR MIT
// Tables for a terminal and for Markdown.

/** A table; the first cell of a row is its title. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * A table with aligned columns: titles to the left, figures to the right.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const table = { title: "Sizes", head: ["", "one"], rows: [["apple", "3"]] };
 * assert.equal(textTable(table), "Sizes\n\n        one\napple     3\n");
 * ```
 */
export function textTable({ title, head, rows }: Table): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? "").length))
  );
  const line = (row: readonly string[]) =>
    row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 ? cell.padEnd(width) : cell.padStart(width + 3);
    }).join("").trimEnd();
  return `${title}\n\n${[head, ...rows].map(line).join("\n")}\n`;
}

/**
 * A table for Markdown, under a heading.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const table = { title: "Sizes", head: ["", "one"], rows: [["apple", "3"]] };
 * assert.match(markdownTable(table), /^### Sizes\n\n\| {2}\| one \|\n\| --- \| ---: \|\n\| apple \| 3 \|\n$/);
 * ```
 */
export function markdownTable({ title, head, rows }: Table): string {
  const line = (row: readonly string[]) => `| ${row.join(" | ")} |`;
  const rule = line(head.map((_, column) => column === 0 ? "---" : "---:"));
  return `### ${title}\n\n${[line(head), rule, ...rows.map(line)].join("\n")}\n`;
}
