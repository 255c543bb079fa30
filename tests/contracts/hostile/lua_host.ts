// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lua scripts that look for a way to the host.

import type { AttemptGroup } from "./attempt.ts";

/** Attempts on files, programs, modules and the environment. */
export const luaHost: AttemptGroup = {
  group: "attempts on the host",
  attempts: [
    { tried: "read a file", code: "return io.open('SECRET_FILE')", expected: /^nil\t"Cannot read/ },
    {
      tried: "write a file",
      code: "return io.open('SECRET_FILE', 'w')",
      expected: /^nil\t"Cannot write/,
    },
    {
      tried: "read a file by lines",
      code: "return pcall(io.lines, 'SECRET_FILE')",
      expected: /^false\t".*Cannot read/,
    },
    {
      tried: "make a file the default input",
      code: "return pcall(io.input, 'SECRET_FILE')",
      expected: /^false\t".*Cannot read/,
    },
    {
      tried: "open a file by a mode that is none",
      code: "return pcall(io.open, 'SECRET_FILE', 'rw+b')",
      expected: /^false\t".*invalid mode/,
    },
    {
      tried: "read the environment of the process as a file",
      code: "return io.open('/proc/self/environ', 'rb')",
      expected: /^nil\t"Cannot read/,
    },
    {
      tried: "read a variable",
      code: "return os.getenv('LLMSPELL_SECRET'), 1",
      expected: /^nil\t1$/,
      sees: "`nil`",
    },
    {
      tried: "delete a file",
      code: "return os.remove('SECRET_FILE')",
      expected: /^nil\t"Cannot write/,
    },
    {
      tried: "rename a file",
      code: "return os.rename('SECRET_FILE', '/tmp/mine')",
      expected: /^nil\t"Cannot write/,
    },
    {
      tried: "learn of a folder for temporary files",
      code: "return pcall(os.tmpname)",
      expected: /^false\t".*Cannot write/,
    },
    { tried: "start a program", code: "return os.execute('id')", expected: /^nil\t"Cannot run/ },
    {
      tried: "start a program and read what it prints",
      code: "return io.popen('cat SECRET_FILE')",
      expected: /^nil\t"Cannot run/,
    },
    {
      tried: "load a file as a chunk",
      code: "return loadfile('SECRET_FILE')",
      expected: /^nil\t"Cannot read/,
    },
    {
      tried: "run a file",
      code: "return pcall(dofile, 'SECRET_FILE')",
      expected: /^false\t".*Cannot read/,
    },
    {
      tried: "load a native library",
      code: "return package.loadlib, package.cpath, #package.searchers",
      expected: /^nil\t""\t2$/,
      sees: "`nil`: there is no loader",
    },
    {
      tried: "find a file by package.searchpath",
      code: "return package.searchpath('secret', 'SECRET_FILE;/etc/?')",
      expected: /^nil\t"no file/,
    },
    {
      tried: "require a module by a path with dots",
      code: "return pcall(require, '../outside')",
      expected: /^false\t".*module '\.\.\/outside' not found/,
    },
    {
      tried: "require a module through a link that leads out",
      code: "return pcall(require, 'link')",
      expected: /^false\t".*module 'link' not found/,
    },
    {
      tried: "require any file by another package.path",
      code: "package.path = 'SECRET_FILE;?.txt;/etc/?' return pcall(require, 'notes')",
      expected: /^false\t".*module 'notes' not found/,
    },
    {
      tried: "require by a path that is no text",
      code: "package.path = {} return pcall(require, 'link')",
      expected: /^false\t".*argument 2 is no text/,
    },
    {
      tried: "require with a zero byte that ends the name early",
      code: "return pcall(require, 'link\\0.lua')",
      expected: /^false\t".*not found/,
    },
    {
      tried: "reach the JavaScript of the Worker by its usual names",
      code: "return js, window, process, Deno, wasm, fetch, 1",
      expected: /^(nil\t){6}1$/,
      sees: "`nil`",
    },
    {
      tried: "call a host function that does not exist",
      code: "return pcall(io.open, '__proto__'), pcall(os.getenv, 'constructor')",
      expected: /^true\ttrue\tnil$|^true\tnil/,
      sees: "`nil`, and that it is not allowed",
    },
    {
      tried: "call a host function with a table in place of a path",
      code: "return pcall(os.remove, {})",
      expected: /argument 1 is no text|string expected/,
      sees: "`argument 1 is no text`",
    },
    {
      tried: "call a host function with a table that holds itself",
      code: "local t = {} t.t = t return pcall(os.getenv, t)",
      expected: /^false\t".*contains itself/,
    },
    {
      tried: "call a host function with a function",
      code: "return pcall(os.getenv, print)",
      expected: /^false\t".*Unsupported Lua type|^false\t".*no JSON/,
      sees: "an error: a function is no value for the host",
    },
  ],
};
