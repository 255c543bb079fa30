// SPDX-License-Identifier: Apache-2.0 OR MIT
// Python that looks for a way to the Worker's JavaScript.

import type { AttemptGroup } from "./attempt.ts";

const host = "h = display.__globals__['host']\n";
const finders = "import sys, importlib.machinery as m\n" +
  "sys.meta_path[:] = [m.BuiltinImporter, m.FrozenImporter, m.PathFinder]\n";

/** Attempts on the JavaScript below Python. */
export const pythonJavascript: AttemptGroup = {
  group: "attempts on the Worker's JavaScript",
  attempts: [
    {
      tried: "the js module",
      code: "import js",
      expected: /^ImportError: Cannot import js: .*JavaScript/,
    },
    {
      tried: "a part of it",
      code: "from js import fetch",
      expected: /^ImportError: Cannot import js/,
    },
    {
      tried: "Pyodide's own object",
      code: "import pyodide_js",
      expected: /^ImportError: Cannot import pyodide_js/,
    },
    {
      tried: "eval of JavaScript",
      code: "from pyodide.code import run_js",
      expected: /^ImportError: Cannot import pyodide/,
    },
    {
      tried: "fetch through Pyodide",
      code: "import pyodide.http",
      expected: /^ImportError: Cannot import pyodide/,
    },
    {
      tried: "conversions between the languages",
      code: "from pyodide.ffi import to_js, create_proxy",
      expected: /^ImportError: Cannot import pyodide/,
    },
    {
      tried: "the core in C",
      code: "import _pyodide_core",
      expected: /^ImportError: Cannot import _pyodide_core/,
    },
    {
      tried: "Pyodide's helpers",
      code: "import _pyodide._base",
      expected: /^ImportError: Cannot import _pyodide/,
    },
    {
      tried: "the package installer",
      code: "import micropip",
      expected: /^ImportError: Cannot import micropip: .*network/,
    },
    {
      tried: "js by __import__",
      code: "__import__('js')",
      expected: /^ImportError: Cannot import js/,
    },
    {
      tried: "js by importlib",
      code: "import importlib; importlib.import_module('js')",
      expected: /^ImportError: Cannot import/,
    },
    {
      tried: "js by find_spec",
      code: "import importlib.util as u; u.find_spec('js')",
      expected: /^ImportError: Cannot import/,
    },
    {
      tried: "js by a name that only equals it",
      code: "class N(str):\n def partition(self, _): return ('json', '', '')\nimport importlib\n" +
        "importlib.import_module(N('js'))",
      expected: /^ModuleNotFoundError|^ImportError|^AttributeError/,
      sees: "that there is no such module",
    },
    {
      tried: "js by runpy",
      code: "import runpy; runpy.run_module('js')",
      expected: /^ImportError/,
    },
    {
      tried: "js by pickle",
      code: "import pickle; pickle.loads(b'cjs\\neval\\n.')",
      expected: /^ImportError: Cannot import js/,
    },
    {
      tried: "js by a pickle that reduces",
      code:
        "import pickle\nclass E:\n def __reduce__(self): return (__import__, ('pyodide_js',))\n" +
        "pickle.loads(pickle.dumps(E()))",
      expected: /^ImportError: Cannot import pyodide_js/,
    },
    {
      tried: "js in the cache of modules",
      code: "import sys; sys.modules['js']",
      expected: /^KeyError/,
    },
    {
      tried: "a leftover in that cache",
      code: "import sys; [n for n in sys.modules if 'pyodide' in n or n == 'js']",
      expected: /^\[\]$/,
    },
    {
      tried: "the maker of built-in modules",
      code: "import _imp, importlib.machinery as m\n" +
        "_imp.create_builtin(m.ModuleSpec('_pyodide_core', m.BuiltinImporter))",
      expected: /^ImportError: Cannot import _pyodide_core/,
    },
    {
      tried: "its class",
      code: "import importlib.machinery as m\n" +
        "m.BuiltinImporter.create_module(m.ModuleSpec('_ctypes', m.BuiltinImporter))",
      expected: /^ImportError: Cannot import _ctypes/,
    },
    {
      tried: "the original of that maker by the closure of ours",
      code:
        "import _imp, importlib.machinery as m\nfor cell in _imp.create_builtin.__closure__ or ():\n" +
        " if callable(cell.cell_contents): cell.cell_contents(m.ModuleSpec('_pyodide_core', m.BuiltinImporter)).__dict__",
      expected: /^SystemError|^ImportError|^TypeError|^AttributeError|^None$/,
      sees: "an error: the core is made once",
    },
    {
      tried: "import without the finder that refuses",
      code: `${finders}import js`,
      expected: /^ModuleNotFoundError/,
      spoils: true,
    },
    {
      tried: "run_js without it",
      code: `${finders}import pyodide.code\npyodide.code.run_js('1')`,
      expected: /Error/,
      sees: "an error",
      spoils: true,
    },
    {
      tried: "ctypes without it",
      code: `${finders}import ctypes\nctypes.CDLL(None).emscripten_run_script_string(b'1')`,
      expected: /^ImportError: Cannot import _ctypes/,
      spoils: true,
    },
    {
      tried: "no finder at all",
      code: "import sys\nsys.meta_path.clear()\nimport js",
      expected: /^ModuleNotFoundError|^ImportError/,
      spoils: true,
      sees: "`ModuleNotFoundError`",
    },
    {
      tried: "all objects that the collector knows",
      code: "import gc; [o for o in gc.get_objects() if type(o).__name__ == 'JsProxy']",
      expected: /^\[\]$/,
    },
    {
      tried: "what refers to the host's functions",
      code:
        `${host}import gc\nlen([r for r in gc.get_referrers(h) if type(r).__name__ == 'JsProxy'])`,
      expected: /^0$/,
    },
    {
      tried: "proxies of JavaScript by the class of one",
      code: `${host}type(h)()`,
      expected: /Error/,
      sees: "an error",
    },
    {
      tried: "code through an object's constructor",
      code: `${host}h.constructor.constructor('1')`,
      expected: /^AttributeError: constructor/,
    },
    {
      tried: "code through a function's constructor",
      code: `${host}h.attend.constructor('1')`,
      expected: /^AttributeError: constructor/,
    },
    {
      tried: "import() through it",
      code: `${host}h.soon.constructor("return import('node:fs')")()`,
      expected: /^AttributeError: constructor/,
    },
    {
      tried: "code through a promise's constructor",
      code: `${host}h.sleep(0).promise.constructor.constructor('1')`,
      expected: /^AttributeError: constructor/,
    },
    {
      tried: "the constructor with new",
      code: `${host}h.attend.constructor.new('1')`,
      expected: /^AttributeError: constructor/,
    },
    {
      tried: "a trap on every object",
      code: `${host}h.constructor.prototype.trap = 1; h.trap`,
      expected: /^AttributeError: constructor/,
    },
    {
      tried: "a trap on every function",
      code: `${host}h.constructor.getPrototypeOf(h.attend).call = print`,
      expected: /Error/,
      sees: "an error: it is frozen",
    },
    {
      tried: "another host function",
      code: `${host}h.attend = None`,
      expected: /^JsException: TypeError: Cannot|^AttributeError/,
      sees: "an error: it is frozen",
    },
    {
      tried: "a host function that is redefined",
      code:
        `${host}h.constructor.defineProperty(h, 'attend', h.constructor.getOwnPropertyDescriptor(h, 'write'))`,
      expected: /Error/,
      sees: "an error: it is frozen",
    },
    {
      tried: "the names of the Worker's globals",
      code:
        `${host}g = h.constructor.getOwnPropertyNames(h.constructor.getPrototypeOf(h.constructor.prototype))`,
      expected: /Error/,
      sees: "an error",
    },
    {
      tried: "lists, maps and names of JavaScript's objects",
      code:
        `${host}[len(h.object_entries()), list(h.attend.object_keys()), h.attend.as_object_map(hereditary=True).get('bind')]`,
      expected: /^\[\d+, \[\], None\]$|Error/,
      sees: "the host's functions and nothing that they inherit",
    },
    {
      tried: "more texts in JavaScript's memory than a session may hold",
      code:
        "t, kept = display.__globals__['to_js'], []\nwhile True: kept.append(t(['x' * 10_000_000 + str(len(kept))]))",
      expected: /^ended: .*holds too much outside of its memory/,
      sees: "the end of its interpreter, which is replaced",
      spoils: true,
    },
    {
      tried: "more bytes there",
      code:
        "t, kept = display.__globals__['to_js'], []\nwhile True: kept.append(t(bytes(10_000_000)))",
      expected: /^ended: .*holds too much outside of its memory/,
      sees: "the end of its interpreter, which is replaced",
      spoils: true,
    },
    {
      tried: "a list of JavaScript's that doubles",
      code: "a = display.__globals__['to_js']([1])\nwhile True: a += a",
      expected: /^ended|Error/,
      sees: "the end of its interpreter, which is replaced",
      spoils: true,
    },
    {
      tried: "an event that is none",
      code: `${host}h.emit('{"type": "stream"}', [])`,
      expected: /Cannot take an event/,
      sees: "`Cannot take an event`",
    },
    {
      tried: "an event of the kernel's own",
      code: `${host}h.emit('{"type": "shutdown", "restart": false}', [])`,
      expected: /Cannot take an event: scripts have no such event/,
      sees: "`Cannot take an event: scripts have no such event`",
    },
    {
      tried: "an event that is no JSON, and one that is no text",
      code:
        `${host}\nfor e in ('{', 'null', '5', None, 5, h):\n try: h.emit(e, [])\n except Exception as x: pass\n1`,
      expected: /./,
      sees: "errors",
    },
    {
      tried: "output to a stream that does not exist",
      code: `${host}h.write('stdlog', 'text')`,
      expected: /Cannot write: there is no such stream/,
      sees: "`Cannot write: there is no such stream`",
    },
    {
      tried: "output that is no text",
      code: `${host}h.write('stdout', 5)`,
      expected: /Error/,
      sees: "an error",
    },
    {
      tried: "a question that is no text",
      code: `${host}h.input(h, h)`,
      expected: /a text is expected/,
      sees: "`a text is expected`",
    },
    {
      tried: "a sleep of no number",
      code: `${host}print('on', flush=True)\ndisplay.__globals__['wait'](h.sleep(float('nan')))`,
      expected: /^Interrupted|^None$/,
      sees: "`Interrupted`",
      endless: true,
    },
  ],
};
