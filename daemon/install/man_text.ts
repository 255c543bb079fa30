// SPDX-License-Identifier: Apache-2.0 OR MIT
// Manual pages as plain text, for where there is no `man`.

import type { ManBlock, ManPage } from "./man_page.ts";

const width = 80;

/** A page as text of 80 columns. */
export function manText(page: ManPage): string {
  const name = {
    title: "NAME",
    blocks: [{ kind: "text", text: `${page.name} - ${page.summary}` }],
  };
  return [name as ManPage["sections"][number], ...page.sections]
    .map(({ title, blocks }) => `${title}\n${blocks.map(blockText).join("\n")}`)
    .join("\n");
}

function blockText(block: ManBlock): string {
  switch (block.kind) {
    case "heading":
      return `  ${block.text}\n`;
    case "entry":
      return `${indent(block.term, 7)}${wrap(block.text, 14)}`;
    case "code":
      return block.text.split("\n").map((line) => indent(line, 11)).join("");
    case "text":
      return wrap(block.text, 7);
  }
}

function indent(line: string, columns: number): string {
  return `${" ".repeat(columns)}${line}\n`;
}

/** Breaks a text at spaces; a word that is too long stays whole. */
function wrap(text: string, columns: number): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && columns + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((part) => indent(part, columns)).join("");
}
