// SPDX-License-Identifier: Apache-2.0 OR MIT
// Strings. @see Lua 5.4 reference manual, "String Manipulation"

import { type DocTable, func, library } from "./entry.ts";

/** The string library. */
export const stringDocs: DocTable = Object.freeze({
  "string": library(
    "Strings as sequences of bytes, positions from 1, negative ones from the end. All functions are also methods: " +
      "`s:upper()`.",
  ),
  "string.byte": func(
    "(s, i?, j?)",
    "Returns the bytes of `s` from position `i` (1) to `j` (`i`) as numbers.",
  ),
  "string.char": func("(...)", "Returns the string of the given bytes, numbers from 0 to 255."),
  "string.dump": func(
    "(f, strip?)",
    "Returns a function's compiled form as a binary string; with `strip` without debug information. Upvalues do " +
      "not go with it.",
  ),
  "string.find": func(
    "(s, pattern, init?, plain?)",
    "Looks for the first match of a pattern from position `init` (1). Returns where it starts and ends, then its " +
      "captures; nil when there is none. `plain` switches pattern matching off.",
  ),
  "string.format": func(
    "(formatstring, ...)",
    "Builds a string from a format as C's `printf` does: `%d` integer, `%5.2f` float, `%s` any value, `%q` a " +
      "literal that Lua can read back, `%x` hexadecimal, `%c` byte, `%%` a percent sign.",
  ),
  "string.gmatch": func(
    "(s, pattern, init?)",
    "For a loop over all matches: gives the captures of each, or the whole match if the pattern has none. " +
      '`for word in s:gmatch("%a+") do … end`.',
  ),
  "string.gsub": func(
    "(s, pattern, repl, n?)",
    "Replaces all matches, or the first `n`. `repl` is a string with `%0` to `%9` for captures, a table to look " +
      "the first capture up in, or a function of the captures; nil or false keep the match. Returns the new " +
      "string and the number of matches.",
  ),
  "string.len": func("(s)", "Length in bytes, as `#s`."),
  "string.lower": func("(s)", "Returns `s` with ASCII letters in lower case."),
  "string.match": func(
    "(s, pattern, init?)",
    "Returns the captures of the first match from position `init` (1), or the whole match if the pattern has " +
      "none; nil when there is no match.",
  ),
  "string.pack": func(
    "(fmt, v1, v2, ...)",
    "Writes values into a binary string: `<` and `>` set the byte order, `b`, `h`, `i4`, `j` are signed integers " +
      "(capital letters unsigned), `f`, `d`, `n` floats, `z` and `s4` strings.",
  ),
  "string.packsize": func(
    "(fmt)",
    "Length of what `string.pack` makes of a format without strings.",
  ),
  "string.rep": func(
    "(s, n, sep?)",
    "Returns `n` copies of `s` in a row, with `sep` between them.",
  ),
  "string.reverse": func("(s)", "Returns `s` with its bytes in reverse order."),
  "string.sub": func(
    "(s, i, j?)",
    "Returns the bytes from position `i` to `j` (-1, the end), both included.",
  ),
  "string.unpack": func(
    "(fmt, s, pos?)",
    "Reads values that `string.pack` wrote, from position `pos` (1). Returns them, then the position after the " +
      "last byte read.",
  ),
  "string.upper": func("(s)", "Returns `s` with ASCII letters in upper case."),
});
