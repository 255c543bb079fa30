// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a Python script may try to get out of its session, or to bring it down.

import assert from "node:assert/strict";
import { createPythonEngine } from "../../lib/engines/python/mod.ts";
import { EngineBench } from "./engine_bench.ts";

/** One for all tests: the interpreter is compiled once. */
const pythonEngine = createPythonEngine();

type Attempt = readonly [tried: string, code: string, expected: RegExp];

const host = "h = display.__globals__['host']";
const finders = "import sys, importlib.machinery as m\n" +
  "sys.meta_path[:] = [m.BuiltinImporter, m.FrozenImporter, m.PathFinder]";

/** Runs each attempt in one session, which has to be well after each. */
async function attempt(attempts: readonly Attempt[]): Promise<void> {
  await using bench = await EngineBench.start(pythonEngine);
  for (const [tried, code, expected] of attempts) {
    assert.match(await bench.text(code) ?? "None", expected, tried);
    assert.equal(await bench.text("6 * 7"), "42", `after: ${tried}`);
  }
}

Deno.test("python session has no way to the Worker's JavaScript", () =>
  attempt([
    ["the js module", "import js", /^ImportError: Cannot import js: .*JavaScript/],
    ["a part of it", "from js import fetch", /^ImportError: Cannot import js/],
    ["Pyodide's own object", "import pyodide_js", /^ImportError: Cannot import pyodide_js/],
    [
      "eval of JavaScript",
      "from pyodide.code import run_js",
      /^ImportError: Cannot import pyodide/,
    ],
    ["fetch through Pyodide", "import pyodide.http", /^ImportError: Cannot import pyodide/],
    ["the core in C", "import _pyodide_core", /^ImportError: Cannot import _pyodide_core/],
    ["Pyodide's helpers", "import _pyodide._base", /^ImportError: Cannot import _pyodide/],
    ["the package installer", "import micropip", /^ImportError: Cannot import micropip: .*network/],
    ["__import__", "__import__('js')", /^ImportError: Cannot import js/],
    ["importlib", "import importlib; importlib.import_module('js')", /^ImportError: Cannot import/],
    ["find_spec", "import importlib.util as u; u.find_spec('js')", /^ImportError: Cannot import/],
    ["the cache of modules", "import sys; sys.modules['js']", /^KeyError/],
    [
      "a leftover in that cache",
      "import sys; [n for n in sys.modules if 'pyodide' in n or n == 'js']",
      /^\[\]$/,
    ],
    [
      "the maker of built-in modules",
      "import _imp, importlib.machinery as m; " +
      "_imp.create_builtin(m.ModuleSpec('_pyodide_core', m.BuiltinImporter))",
      /^ImportError: Cannot import _pyodide_core/,
    ],
    [
      "its class",
      "import importlib.machinery as m; " +
      "m.BuiltinImporter.create_module(m.ModuleSpec('_ctypes', m.BuiltinImporter))",
      /^ImportError: Cannot import _ctypes/,
    ],
    [
      "all that the collector knows",
      "import gc; [o for o in gc.get_objects() if type(o).__name__ == 'JsProxy']",
      /^\[\]$/,
    ],
    [
      "code through an object's constructor",
      `${host}; h.constructor.constructor('1')`,
      /Cannot make/,
    ],
    ["code through a function's constructor", `${host}; h.attend.constructor('1')`, /Cannot make/],
    [
      "import() through it",
      `${host}; h.soon.constructor("return import('node:fs')")()`,
      /Cannot make code/,
    ],
    [
      "a trap on every object",
      `${host}; h.constructor.prototype.trap = 1; h.trap`,
      /^JsException: TypeError: Cannot|^AttributeError/,
    ],
    [
      "another host function",
      `${host}; h.attend = None`,
      /^JsException: TypeError: Cannot/,
    ],
    ["import without the finder that refuses", `${finders}\nimport js`, /^ModuleNotFoundError/],
    [
      "run_js without it",
      `${finders}\nimport pyodide.code\npyodide.code.run_js('1')`,
      /Error/,
    ],
    [
      "ctypes without it",
      `${finders}\nimport ctypes\nctypes.CDLL(None).emscripten_run_script_string(b'1')`,
      /^ImportError: Cannot import _ctypes/,
    ],
    ["no finder at all", "sys.meta_path.clear()\nimport js", /^ModuleNotFoundError/],
  ]));

Deno.test("python session has no way to files, programs, network and environment", () =>
  attempt([
    ["native code", "import ctypes", /^ImportError: Cannot import ctypes: .*native code/],
    ["native code, below", "import _ctypes", /^ImportError: Cannot import _ctypes/],
    ["passwords", "open('/etc/passwd').read()", /^FileNotFoundError/],
    ["the process' environment", "open('/proc/self/environ').read()", /^FileNotFoundError/],
    ["memory as a file", "open('/dev/mem').read()", /^FileNotFoundError/],
    ["the root folder", "import os; os.listdir('/')", /^\['tmp', 'home', 'dev', 'proc', 'lib'\]$/],
    ["a link out", "os.symlink('/etc', '/tmp/e'); os.listdir('/tmp/e')", /^FileNotFoundError/],
    ["variables", "os.getenv('PATH'), os.getenv('USER')", /^\('\/', 'web_user'\)$/],
    ["a file by URL", "import urllib.request as r; r.urlopen('file:///etc/passwd')", /^URLError/],
    ["a page", "r.urlopen('http://127.0.0.1/')", /Cannot use the network/],
    ["os.system", "os.system('ls')", /^PermissionError: Cannot start a program/],
    ["os.popen", "os.popen('ls')", /^PermissionError: Cannot start a program/],
    ["posix.system", "import posix; posix.system('ls')", /^PermissionError/],
    ["fork", "os.fork()", /^PermissionError: Cannot start a program/],
    ["exec", "os.execv('/bin/sh', ['sh'])", /^PermissionError: Cannot start a program/],
    ["subprocess", "import subprocess; subprocess.run(['ls'])", /^PermissionError: Cannot start/],
    [
      "system by way of all classes",
      "[c for c in object.__subclasses__() if c.__name__ == '_wrap_close'][0]" +
      ".__init__.__globals__['system']('ls')",
      /^PermissionError/,
    ],
    ["a terminal", "import pty; pty.spawn('/bin/sh')", /Error/],
    ["a socket", "import socket; socket.socket().connect(('127.0.0.1', 80))", /^PermissionError/],
    ["its C class", "import _socket; _socket.socket().connect(('127.0.0.1', 80))", /^OSError/],
    ["a server", "socket.create_server(('127.0.0.1', 0))", /^PermissionError/],
    ["HTTP", "import http.client as c; c.HTTPConnection('127.0.0.1').connect()", /Cannot use/],
    ["a browser", "import webbrowser; webbrowser.open('http://127.0.0.1/')", /^ImportError/],
    ["threads", "import threading; threading.Thread(target=print).start()", /^RuntimeError/],
    ["processes", "import multiprocessing as m; m.Process(target=print).start()", /Error/],
  ]));

Deno.test("python session outlives what would end a process", () =>
  attempt([
    ["kill", "import os; os.kill(os.getpid(), 9)", /^PermissionError: Cannot send a signal/],
    ["raise_signal", "import signal; signal.raise_signal(9)", /^PermissionError/],
    ["abort", "os.abort()", /^PermissionError: Cannot end the process/],
    ["_exit", "os._exit(3)", /^None$/],
    ["a deep recursion", "def f(): f()\nf()", /^RecursionError/],
    ["a deeper one", "import sys; sys.setrecursionlimit(10**9)", /^ValueError: Cannot set/],
    ["one through C", "def g(n): return sorted([n], key=g)\ng(1)", /^RecursionError/],
    ["one in repr", "class A:\n def __repr__(self): return repr(self)\nA()", /RecursionError/],
    ["a deep value", "x = []\nfor _ in range(2_500): x = [x]\nrepr(x)", /^RecursionError/],
    ["deep source", "exec('(' * 1000 + ')' * 1000)", /^(Memory|Syntax)Error/],
    ["deep JSON", "import json; json.loads('[' * 100_000)", /^RecursionError/],
    ["long text", "'x' * 10**9", /^MemoryError/],
    ["much at once", "bytearray(2**31 - 10)", /^MemoryError/],
    ["a repr that fails", "class B:\n def __repr__(self): 1 / 0\nB()", /^<error in __repr__: Zero/],
  ]));
