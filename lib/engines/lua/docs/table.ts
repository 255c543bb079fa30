// SPDX-License-Identifier: Apache-2.0 OR MIT
// Tables. @see Lua 5.4 reference manual, "Table Manipulation"

import { type DocTable, func, library } from "./entry.ts";

/** The table library. */
export const tableDocs: DocTable = Object.freeze({
  "table": library("Tables as sequences: elements at 1, 2, 3, … without gaps."),
  "table.concat": func(
    "(list, sep?, i?, j?)",
    "Joins the strings and numbers from `list[i]` (1) to `list[j]` (`#list`), with `sep` between them.",
  ),
  "table.insert": func(
    "(list, pos?, value)",
    "Inserts a value at `pos` and moves up what follows; without `pos` appends it.",
  ),
  "table.move": func(
    "(a1, f, e, t, a2?)",
    "Copies `a1[f]` to `a1[e]` to the positions from `t` on in `a2` (`a1`), and returns `a2`. The two places may " +
      "overlap.",
  ),
  "table.pack": func(
    "(...)",
    "Returns a new table of all arguments, with their number in the field `n`.",
  ),
  "table.remove": func(
    "(list, pos?)",
    "Removes the element at `pos` (the last one), moves down what follows, and returns it.",
  ),
  "table.sort": func(
    "(list, comp?)",
    "Sorts in place by `<`, or by `comp(a, b)`, which says whether `a` must come before `b`. Equal elements may " +
      "change their order.",
  ),
  "table.unpack": func(
    "(list, i?, j?)",
    "Returns the elements from `list[i]` (1) to `list[j]` (`#list`) as several values.",
  ),
});
