// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { renderTable, styled, textWidth } from "./table.ts";

const columns = [{ title: "NAME" }, { title: "SIZE", align: "right" }, { title: "NOTE" }] as const;

Deno.test("renderTable() aligns columns by what a terminal shows, and ends lines without spaces", () => {
  assert.equal(
    renderTable(columns, [["żółw", "1", "x"], ["月", "1000", ""], ["a"]], false),
    "NAME  SIZE  NOTE\nżółw     1  x\n月    1000\na\n",
  );
});

Deno.test("renderTable() keeps columns aligned in colour, and makes foreign texts harmless", () => {
  const rows = [[{ text: "ok", style: "good" }, "1", "\x1b[2J"]] as const;
  assert.equal(
    renderTable(columns, rows, true),
    "\x1b[1mNAME\x1b[0m  \x1b[1mSIZE\x1b[0m  \x1b[1mNOTE\x1b[0m\n\x1b[32mok\x1b[0m       1  \\x1b[2J\n",
  );
});

Deno.test("renderTable() has no heading when no column has a title", () => {
  assert.equal(renderTable([{ title: "" }, { title: "" }], [["a", "b"]], false), "a  b\n");
});

Deno.test("textWidth() counts two for wide characters and none for combining marks", () => {
  assert.deepEqual(["abc", "月", "🌙", "e\u0301", ""].map(textWidth), [3, 2, 2, 1, 0]);
});

Deno.test("styled() leaves a text alone without colour, and an empty one always", () => {
  assert.equal(styled("x", "bad", false), "x");
  assert.equal(styled("", "bad", true), "");
});
