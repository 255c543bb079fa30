// SPDX-License-Identifier: Apache-2.0 OR MIT
// Input and output, and the methods of files. @see Lua 5.4 reference manual, "Input and Output Facilities"

import { type DocTable, field, func, library, method } from "./entry.ts";

const formats =
  '`"n"` a number, `"a"` all that is left, `"l"` a line (the default), `"L"` a line with its end, ' +
  "or a number of bytes";

/** The io library. */
export const ioDocs: DocTable = Object.freeze({
  "io": library(
    "Input and output. Standard input asks the person at the front end; files need the session's permission.",
  ),
  "io.close": func("(file?)", "Closes a file, by default the default output."),
  "io.flush": func("()", "Writes out what the default output still holds."),
  "io.input": func(
    "(file?)",
    "Opens a file by its name, or takes a file, as default input; returns the default input.",
  ),
  "io.lines": func(
    "(filename?, ...)",
    "For a loop over the lines of a file, which is closed at the end: `for line in io.lines(name) do … end`. " +
      "Further arguments are formats as for `file:read`.",
  ),
  "io.open": func(
    "(filename, mode?)",
    'Opens a file: `"r"` to read (the default), `"w"` to write anew, `"a"` to append, with `+` for both, with ' +
      "`b` for binary. Returns the file, or nil and a message.",
  ),
  "io.output": func(
    "(file?)",
    "Opens a file by its name, or takes a file, as default output; returns the default output.",
  ),
  "io.popen": func(
    "(prog, mode?)",
    "Starts a program and returns a file that reads its output or writes to its input. Sandboxed sessions refuse " +
      "it.",
  ),
  "io.read": func("(...)", `Reads from the default input: ${formats}. Returns nil at the end.`),
  "io.stderr": field("The standard error stream: `io.stderr:write(text)`."),
  "io.stdin": field("The standard input stream, which asks the person at the front end."),
  "io.stdout": field("The standard output stream."),
  "io.tmpfile": func(
    "()",
    "Opens a temporary file to read and write, which is deleted at the end.",
  ),
  "io.type": func("(obj)", 'Returns `"file"`, `"closed file"`, or nil for anything else.'),
  "io.write": func(
    "(...)",
    "Writes strings and numbers to the default output, with nothing between them, and returns that file.",
  ),
  "file:close": method("()", "Closes the file. Returns true, or nil and a message."),
  "file:flush": method("()", "Writes out what the file still holds in memory."),
  "file:lines": method(
    "(...)",
    "For a loop over what `file:read` gives for the formats, lines by default. Leaves the file open.",
  ),
  "file:read": method(
    "(...)",
    `Reads from the file for each format: ${formats}. Returns nil for what cannot be read.`,
  ),
  "file:seek": method(
    "(whence?, offset?)",
    'Moves to a position counted from `"set"` (the start), `"cur"` (the default) or `"end"`, and returns it, ' +
      "counted from the start.",
  ),
  "file:setvbuf": method(
    "(mode, size?)",
    'Sets how output is buffered: `"no"`, `"full"` or `"line"`.',
  ),
  "file:write": method(
    "(...)",
    "Writes strings and numbers and returns the file, or nil and a message.",
  ),
});
