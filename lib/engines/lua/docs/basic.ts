// SPDX-License-Identifier: Apache-2.0 OR MIT
// Basic functions. @see Lua 5.4 reference manual, "Basic Functions"

import { constant, type DocTable, func, variable } from "./entry.ts";

/** Basic functions. */
export const basicDocs: DocTable = Object.freeze({
  "_G": variable("The table of all global variables. Lua itself never reads it."),
  "_ENV": variable(
    "The table in which the chunk looks up its global names; assign a local `_ENV` to change it for a block.",
  ),
  "_VERSION": constant('Name and version of the language: `"Lua 5.4"`.'),
  "assert": func(
    "(v, message?, ...)",
    "Returns all its arguments when `v` is neither nil nor false. Otherwise raises `message` as an error, or " +
      '"assertion failed!" without one.',
  ),
  "collectgarbage": func(
    "(option?, arg?)",
    'Controls the garbage collector. `"collect"` (the default) runs a full cycle, `"count"` returns the memory in ' +
      'use in KiB, `"stop"` and `"restart"` switch collection off and on, `"step"` does one step, `"incremental"` ' +
      'and `"generational"` choose the mode.',
  ),
  "dofile": func(
    "(filename?)",
    "Runs the Lua file and returns what it returns. Errors pass on to the caller.",
  ),
  "error": func(
    "(message, level?)",
    "Raises an error with `message`, which may be any value, as the error object. A string gets the position in " +
      "front: of the caller of `error` at level 1 (the default), of that function's caller at level 2, none at 0.",
  ),
  "getmetatable": func(
    "(object)",
    "Returns the metatable of a value, or nil. If that has a `__metatable` field, its value is returned instead.",
  ),
  "ipairs": func(
    "(t)",
    "For a loop over `t[1]`, `t[2]`, … up to the first nil: `for i, v in ipairs(t) do … end`.",
  ),
  "load": func(
    "(chunk, chunkname?, mode?, env?)",
    "Compiles source, given as a string or as a function that returns its pieces, and returns it as a function. " +
      "On a syntax error returns nil and the message. `env` is the function's table of globals.",
  ),
  "loadfile": func(
    "(filename?, mode?, env?)",
    "Compiles a file as `load` does a string, without running it.",
  ),
  "next": func(
    "(table, index?)",
    "Returns the key after `index` and its value, in no particular order; with nil starts, and returns nil at the " +
      "end. `next(t) == nil` tells whether a table is empty. While going through a table its fields may be " +
      "changed or cleared, but none added.",
  ),
  "pairs": func(
    "(t)",
    "For a loop over all keys and values of a table, in no particular order: `for k, v in pairs(t) do … end`. " +
      "A `__pairs` metamethod takes over.",
  ),
  "pcall": func(
    "(f, ...)",
    "Calls `f` with the further arguments and catches errors. Returns true and the results, or false and the " +
      "error object.",
  ),
  "print": func(
    "(...)",
    "Writes its arguments, as `tostring` gives them, separated by tabs and followed by a line end.",
  ),
  "rawequal": func("(v1, v2)", "Compares two values without the `__eq` metamethod."),
  "rawget": func("(table, index)", "Reads `table[index]` without the `__index` metamethod."),
  "rawlen": func("(v)", "Length of a table or string without the `__len` metamethod."),
  "rawset": func(
    "(table, index, value)",
    "Sets `table[index]` without the `__newindex` metamethod, and returns the table.",
  ),
  "require": func(
    "(modname)",
    "Loads a module once and returns its value, and as second result where it was found. Looks in " +
      "`package.loaded`, then `package.preload`, then among the files that `package.path` names.",
  ),
  "select": func(
    "(n, ...)",
    'Returns the arguments from the `n`-th on, counted from the end for a negative `n`. `select("#", ...)` ' +
      "returns how many there are.",
  ),
  "setmetatable": func(
    "(table, metatable)",
    "Sets the metatable of a table, or removes it with nil, and returns the table. Fails when the present one has " +
      "a `__metatable` field.",
  ),
  "tonumber": func(
    "(e, base?)",
    "Converts a string to a number; returns nil (`fail`) if it is none. With a base from 2 to 36 reads an integer " +
      "in that base.",
  ),
  "tostring": func(
    "(v)",
    "Converts any value to a string for reading. The metamethod `__tostring` takes over, and `__name` names the " +
      "type.",
  ),
  "type": func(
    "(v)",
    'Returns the type of a value as a string: `"nil"`, `"number"`, `"string"`, `"boolean"`, `"table"`, ' +
      '`"function"`, `"thread"` or `"userdata"`.',
  ),
  "warn": func(
    "(msg1, ...)",
    'Issues a warning made of its arguments joined. `warn("@on")` and `warn("@off")` switch warnings on and off.',
  ),
  "xpcall": func(
    "(f, msgh, ...)",
    "Calls `f` with the further arguments, as `pcall` does, but passes an error to the handler `msgh` where it " +
      "happened. `xpcall(f, debug.traceback)` gives the traceback.",
  ),
});
