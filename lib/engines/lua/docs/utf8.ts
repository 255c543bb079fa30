// SPDX-License-Identifier: Apache-2.0 OR MIT
// UTF-8. @see Lua 5.4 reference manual, "UTF-8 Support"

import { constant, type DocTable, func, library } from "./entry.ts";

/** The utf8 library. */
export const utf8Docs: DocTable = Object.freeze({
  "utf8": library(
    "Characters of strings in UTF-8. Positions are bytes; `lax` allows values up to 2^31.",
  ),
  "utf8.char": func("(...)", "Returns the string of the given code points."),
  "utf8.charpattern": constant(
    "Pattern that matches one UTF-8 character of a valid string: `for c in s:gmatch(utf8.charpattern) do … end`.",
  ),
  "utf8.codepoint": func(
    "(s, i?, j?, lax?)",
    "Returns the code points of the characters that start between the bytes `i` (1) and `j` (`i`).",
  ),
  "utf8.codes": func(
    "(s, lax?)",
    "For a loop over all characters: `for position, code in utf8.codes(s) do … end`. Raises an error where `s` is " +
      "not UTF-8.",
  ),
  "utf8.len": func(
    "(s, i?, j?, lax?)",
    "Number of characters that start between the bytes `i` (1) and `j` (-1). Returns nil and the position of the " +
      "first invalid byte where `s` is not UTF-8.",
  ),
  "utf8.offset": func(
    "(s, n, i?)",
    "Byte position where the `n`-th character from byte `i` on starts; backwards for a negative `n`. With 0 finds " +
      "the start of the character that holds byte `i`.",
  ),
});
