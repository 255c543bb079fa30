// SPDX-License-Identifier: Apache-2.0 OR MIT
// Operating system. @see Lua 5.4 reference manual, "Operating System Facilities"

import { type DocTable, func, library } from "./entry.ts";

/** The os library. */
export const osDocs: DocTable = Object.freeze({
  "os": library(
    "Time, dates and the operating system; what reaches the host needs the session's permission.",
  ),
  "os.clock": func(
    "()",
    "Seconds of processor time used, as a float: for measuring how long something takes.",
  ),
  "os.date": func(
    "(format?, time?)",
    'Formats a time, by default now, as C\'s `strftime` does. `"*t"` gives a table with `year`, `month`, `day`, ' +
      "`hour`, `min`, `sec`, `wday`, `yday` and `isdst`; a leading `!` takes UTC.",
  ),
  "os.difftime": func("(t2, t1)", "Seconds from `t1` to `t2`."),
  "os.execute": func(
    "(command?)",
    "Runs a command in the system's shell. Without one tells whether there is a shell. Sandboxed sessions refuse " +
      "it.",
  ),
  "os.exit": func(
    "(code?, close?)",
    "Ends the run with an exit code: true (0, the default), false (1) or a number. A session stays alive with its " +
      "globals.",
  ),
  "os.getenv": func("(varname)", "Value of an environment variable the session may see, or nil."),
  "os.remove": func("(filename)", "Deletes a file. Returns true, or nil and a message."),
  "os.rename": func("(oldname, newname)", "Renames a file. Returns true, or nil and a message."),
  "os.setlocale": func(
    "(locale?, category?)",
    "Sets the locale, or with nil returns the present one.",
  ),
  "os.time": func(
    "(table?)",
    "The time now in seconds since 1970, or that of a table with `year`, `month`, `day` and, if wanted, `hour` " +
      "(12), `min` (0), `sec` (0), `isdst`.",
  ),
  "os.tmpname": func("()", "Returns a name for a temporary file."),
});
