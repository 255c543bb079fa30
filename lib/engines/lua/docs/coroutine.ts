// SPDX-License-Identifier: Apache-2.0 OR MIT
// Coroutines. @see Lua 5.4 reference manual, "Coroutine Manipulation"

import { type DocTable, func, library } from "./entry.ts";

/** The coroutine library. */
export const coroutineDocs: DocTable = Object.freeze({
  "coroutine": library("Functions that can pause and go on later."),
  "coroutine.close": func(
    "(co)",
    "Ends a suspended or dead coroutine and closes its to-be-closed variables. Returns true, or false and the " +
      "error that the coroutine or the closing raised.",
  ),
  "coroutine.create": func(
    "(f)",
    "Makes a coroutine of a function. It starts with the first `resume`.",
  ),
  "coroutine.isyieldable": func(
    "(co?)",
    "True when the coroutine, by default the running one, can yield.",
  ),
  "coroutine.resume": func(
    "(co, ...)",
    "Starts a coroutine with the arguments, or makes its `yield` return them. Returns true and what it yields or " +
      "returns, or false and the error.",
  ),
  "coroutine.running": func(
    "()",
    "Returns the running coroutine, and true when that is the main one.",
  ),
  "coroutine.status": func(
    "(co)",
    'State of a coroutine: `"running"`, `"suspended"`, `"normal"` (it resumed another one) or `"dead"`.',
  ),
  "coroutine.wrap": func(
    "(f)",
    "Makes a coroutine and returns a function that resumes it. The function returns what is yielded, and raises " +
      "the coroutine's errors: handy as an iterator.",
  ),
  "coroutine.yield": func(
    "(...)",
    "Pauses the running coroutine; its `resume` returns the arguments. Returns what the next `resume` is given.",
  ),
});
