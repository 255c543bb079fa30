// SPDX-License-Identifier: Apache-2.0 OR MIT
// Manual pages in roff, by the macros of the package man.

import { programName } from "../version.ts";
import type { ManBlock, ManPage } from "./man_page.ts";

/**
 * A page in roff.
 *
 * @param version of the program, shown at the page's foot
 * @see groff_man(7)
 */
export function manRoff(page: ManPage, version: string): string {
  const lines = [
    '.\\" SPDX-License-Identifier: Apache-2.0 OR MIT',
    `.TH "${
      escapeRoff(page.name.toUpperCase())
    }" "1" "" "${programName} ${version}" "User Commands"`,
    ".SH NAME",
    `${escapeRoff(page.name)} \\- ${escapeRoff(page.summary)}`,
    ...page.sections.flatMap(({ title, blocks }) => [
      `.SH "${title}"`,
      ...blocks.flatMap((block, i) => blockLines(block, blocks[i - 1])),
    ]),
  ];
  return lines.join("\n") + "\n";
}

function blockLines(block: ManBlock, before: ManBlock | undefined): string[] {
  switch (block.kind) {
    case "heading":
      return [`.SS "${escapeRoff(block.text).replaceAll('"', "\\(dq")}"`];
    case "entry":
      return [".TP", `\\fB${escapeRoff(block.term)}\\fR`, escapeLine(block.text)];
    case "code":
      return [
        ...(before === undefined || before.kind === "heading" ? [] : [".PP"]),
        ".RS 4",
        ".nf",
        ...block.text.split("\n").map(escapeLine),
        ".fi",
        ".RE",
      ];
    case "text":
      return [
        ...(before === undefined || before.kind === "heading" ? [] : [".PP"]),
        escapeLine(block.text),
      ];
  }
}

/**
 * Text that roff shows as it is: a dash stays the one that can be typed, a backslash a backslash.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { escapeRoff } from "./man_roff.ts";
 * assert.equal(escapeRoff("--name 'a\\b'"), "\\-\\-name \\(aqa\\eb\\(aq");
 * ```
 */
export function escapeRoff(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replaceAll("'", "\\(aq")
    .replaceAll("`", "\\(ga").replaceAll("^", "\\(ha").replaceAll("~", "\\(ti")
    .replaceAll(
      /\P{ASCII}/gu,
      (char) => `\\[u${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}]`,
    );
}

/** A line of its own: one that begins with a dot would be a request. */
function escapeLine(text: string): string {
  return escapeRoff(text).replaceAll("\n", " ").replace(/^\./, "\\&.");
}
