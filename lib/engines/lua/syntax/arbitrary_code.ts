// SPDX-License-Identifier: Apache-2.0 OR MIT
// Arbitrary text for property tests, much of it close to Lua.

import fc from "fast-check";

const pieces = [
  ..."local function end if then else elseif do while for in repeat until return break goto".split(
    " ",
  ),
  ..."a b x self nil true not and or f( ) { } [ ] [[ ]] [=[ ]=] -- --[[ --[==[ ]==] :: ; : , ."
    .split(" "),
  ..."... .. = == ~= ~ // / << >> + - * # & | ^ < > <const> <close> 1 0x1p4 3.5e1 0x 3..2".split(
    " ",
  ),
  ...["'a'", '"b"', "'", '"', "'\\", "\\z", "\\u{41}", "\n", "\r\n", " ", "\t", "é", "😀", "\0"],
  ...[
    "\ufeff",
    "#!",
    "--- @param a number",
    "function m:n(a, ...)",
    "local t = { f = function() end }",
  ],
];

/** Text made of pieces of Lua, or of any characters at all. */
export const arbitraryCode: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(" ")),
  fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 60 }),
);
