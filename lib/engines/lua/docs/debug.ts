// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a session has of the debug and package libraries. @see Lua 5.4 reference manual, "The Debug Library"

import { type DocTable, field, func, library } from "./entry.ts";

/** The debug and package libraries. */
export const debugDocs: DocTable = Object.freeze({
  "debug": library("The part of the debug library that cannot leave the sandbox."),
  "debug.getinfo": func(
    "(thread?, f, what?)",
    "Returns a table about a function, or about the one at a level of the stack (1 is the caller): `source`, " +
      "`short_src`, `currentline`, `linedefined`, `name`, `what`, `nparams`, `func` and more. `what` chooses " +
      'the fields: `"nSl"`.',
  ),
  "debug.traceback": func(
    "(thread?, message?, level?)",
    "Returns a traceback of the stack as text, after `message`. As handler of `xpcall` it shows where an error " +
      "happened.",
  ),
  "package": library("How `require` finds modules."),
  "package.config": field(
    "Lines with the characters of file names and paths: directory separator, path separator, the mark that stands " +
      "for a name, and two more.",
  ),
  "package.cpath": field("Path on which `require` would look for C libraries."),
  "package.loaded": field(
    "Modules that are loaded, by name. Setting a field to nil makes the next `require` load the module again.",
  ),
  "package.path": field("Templates of file names, `?` for the module's name, separated by `;`."),
  "package.preload": field(
    "Functions that make modules, by name: used before any file is looked for.",
  ),
  "package.searchers": field("Functions that `require` asks in turn for a loader of a module."),
  "package.searchpath": func(
    "(name, path, sep?, rep?)",
    "Looks for a readable file with the name on a path such as `package.path`. Returns its name, or nil and a " +
      "message that lists what was tried.",
  ),
});
