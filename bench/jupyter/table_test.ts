// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { markdownTable, textTable } from "./table.ts";

const table = {
  title: "Fruit",
  head: ["", "unit", "here"],
  rows: [["apple", "kg", "12.50"], ["a pear", "/s", "-"]],
};

Deno.test("textTable() aligns titles to the left and figures to the right", () => {
  assert.equal(
    textTable(table),
    [
      "Fruit",
      "",
      "         unit    here",
      "apple      kg   12.50",
      "a pear     /s       -",
      "",
    ].join("\n"),
  );
});

Deno.test("markdownTable() writes a heading, a rule and every row", () => {
  assert.equal(
    markdownTable(table),
    [
      "### Fruit",
      "",
      "|  | unit | here |",
      "| --- | ---: | ---: |",
      "| apple | kg | 12.50 |",
      "| a pear | /s | - |",
      "",
    ].join("\n"),
  );
});
