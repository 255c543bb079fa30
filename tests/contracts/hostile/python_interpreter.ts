// SPDX-License-Identifier: Apache-2.0 OR MIT
// Python that attacks its interpreter, or the prelude of its session.

import type { AttemptGroup } from "./attempt.ts";

/** Attempts by frames, builtins, hooks and replaced parts. */
export const pythonInterpreter: AttemptGroup = {
  group: "attempts on the interpreter",
  attempts: [
    {
      tried: "kill by number",
      code: "import os; os.kill(os.getpid(), 9)",
      expected: /^PermissionError: Cannot send a signal/,
    },
    {
      tried: "raise_signal",
      code: "import signal; signal.raise_signal(9)",
      expected: /^PermissionError/,
    },
    {
      tried: "the C function behind raise_signal",
      code: "import _signal; _signal.raise_signal(6)",
      expected: /./,
      sees: "an error, or the end of its interpreter, which is replaced",
      spoils: true,
    },
    {
      tried: "abort",
      code: "import os; os.abort()",
      expected: /^PermissionError: Cannot end the process/,
    },
    {
      tried: "_exit",
      code: "import os; os._exit(3)",
      expected: /^None$/,
      sees: "the end of its run",
    },
    {
      tried: "exit that is caught",
      code: "import sys\ntry: sys.exit(3)\nfinally: raise ValueError('caught')",
      expected: /^ValueError: caught/,
    },
    {
      tried: "a crash by faulthandler",
      code: "import faulthandler; faulthandler._sigsegv()",
      expected: /./,
      sees: "the end of its interpreter, which is replaced",
      spoils: true,
    },
    {
      tried: "a crash by code objects made by hand",
      code: "f = (lambda: 0).__code__\nexec(f.replace(co_code=bytes([255] * 20), co_stacksize=1))",
      expected: /./,
      sees: "an error, or the end of its interpreter, which is replaced",
      spoils: true,
    },
    {
      tried: "a crash by marshal",
      code: "import marshal; marshal.loads(b'c' + bytes(40))",
      expected: /Error/,
      sees: "an error",
    },
    {
      tried: "a crash by freeing types",
      code:
        "import gc\nclass A: pass\na = A()\nA.__bases__ = (type('B', (), {}),)\ndel A\ngc.collect()\na.x = 1\na.x",
      expected: /^1$|Error/,
      sees: "`1`",
    },
    {
      tried: "frames below its own",
      code:
        "import sys\nf, n = sys._getframe(), 0\nwhile f.f_back: f, n = f.f_back, n + 1\n'js' in f.f_globals",
      expected: /^False$/,
    },
    {
      tried: "the prelude's frames and what they hold",
      code: "import sys\nf = sys._getframe()\nwhile f.f_back: f = f.f_back\n" +
        "[k for k, v in f.f_globals.items() if type(v).__name__ == 'JsProxy' and k != 'host']",
      expected: /^\[\]$/,
    },
    {
      tried: "builtins that are gone",
      code:
        "import builtins\nfor name in list(vars(builtins)):\n if name not in ('list', 'vars', '__import__'): delattr(builtins, name)",
      expected: /./,
      sees: "an error; its session goes on, or is replaced",
      spoils: true,
    },
    {
      tried: "names that are gone",
      code: "for name in list(globals()): del globals()[name]",
      expected: /Error|None/,
      sees: "an error",
      spoils: true,
    },
    {
      tried: "another print, repr and import",
      code: "import builtins\nbuiltins.print = builtins.repr = builtins.__import__ = None",
      expected: /^None$/,
      sees: "nothing; its results are shown as before",
      spoils: true,
    },
    {
      tried: "modules that are gone",
      code: "import sys\nsys.modules.clear()",
      expected: /None|Error/,
      sees: "nothing",
      spoils: true,
    },
    {
      tried: "an encoder of JSON that lies",
      code:
        'import json\njson.dumps = lambda *a, **k: \'{"status": "ok", "userExpressions": {}, "exitCode": "x"}\'',
      expected: /./,
      sees: "nothing; its session is shown as before",
      spoils: true,
    },
    {
      tried: "an encoder of JSON that gives nothing",
      code: "import json\njson.dumps = lambda *a, **k: None",
      expected: /./,
      sees: "nothing; its session is shown as before",
      spoils: true,
    },
    {
      tried: "a decoder of JSON that fails",
      code: "import json\njson.loads = lambda *a: 1 / 0",
      expected: /./,
      sees: "nothing; its session goes on as before",
      spoils: true,
    },
    {
      tried: "the prelude's own names",
      code:
        "g = display.__globals__\nfor name in list(g):\n if not name.startswith('__'): g[name] = None",
      expected: /./,
      sees: "an error, or the end of its interpreter, which is replaced",
      spoils: true,
    },
    {
      tried: "the prelude's functions, by their code",
      code: "g = display.__globals__\nfor v in list(g.values()):\n" +
        " if hasattr(v, '__code__'):\n  try: v.__code__ = (lambda *a, **k: None).__code__\n  except ValueError: pass",
      expected: /./,
      sees: "an error, or the end of its interpreter, which is replaced",
      spoils: true,
    },
    {
      tried: "an outcome that is none",
      code: "g = display.__globals__\ng['guarded'].__code__ = (lambda work: 'null').__code__",
      expected: /./,
      sees: "the end of its interpreter, which is replaced",
      spoils: true,
    },
    {
      tried: "an outcome of another shape",
      code: "g = display.__globals__\n" +
        'g[\'guarded\'].__code__ = (lambda work: \'{"status": "error", "ename": 5, "traceback": "x"}\').__code__',
      expected: /./,
      sees: "the end of its interpreter, which is replaced",
      spoils: true,
    },
    {
      tried: "streams that are gone",
      code:
        "import sys\nsys.stdout.close(); sys.stdout = sys.stderr = sys.__stdout__ = None\nprint(1)",
      expected: /None|Error/,
      sees: "nothing",
      spoils: true,
    },
    {
      tried: "hooks on every call",
      code:
        "import sys\ndef t(*a): raise ValueError('traced')\nsys.settrace(t); sys.setprofile(t)\nlen([])",
      expected: /./,
      sees: "its own error",
      spoils: true,
    },
    {
      tried: "hooks of sys.monitoring in place of the session's",
      code:
        "import sys\nfor i in range(6):\n try: sys.monitoring.free_tool_id(i)\n except Exception: pass",
      expected: /None|Error/,
      sees: "nothing; it can be interrupted as before",
      spoils: true,
    },
    {
      tried: "hooks of audit, import and display",
      code:
        "import sys\nsys.addaudithook(lambda *a: None)\nsys.displayhook = sys.excepthook = sys.unraisablehook = None\n" +
        "sys.path_hooks.clear(); sys.path_importer_cache.clear()\n1",
      expected: /^1$/,
      spoils: true,
    },
    {
      tried: "work at the end of the process",
      code: "import atexit\natexit.register(lambda: 1 / 0)\natexit._run_exitfuncs()",
      expected: /./,
      sees: "its own error",
    },
    {
      tried: "another handler of the session's signal",
      code: "import signal\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)",
      expected: /./,
      sees: "the former handler; it can be ended with its interpreter",
      spoils: true,
    },
    {
      tried: "an event loop in place of the session's",
      code: "import asyncio\nasyncio.set_event_loop(None)\nasyncio._set_running_loop(object())\n1",
      expected: /^1$/,
      spoils: true,
    },
    {
      tried: "a class that lies about what it is",
      code:
        "class L:\n __class__ = property(lambda s: 1 / 0)\n def __getattr__(s, n): raise SystemError(n)\nL()",
      expected: /./,
      sees: "the object, or its error",
    },
    {
      tried: "an import hook that is the session's",
      code: "import sys\nsys.meta_path[0].find_spec = lambda *a: None\nimport js",
      expected: /^ModuleNotFoundError|^ImportError/,
      sees: "`ModuleNotFoundError`",
      spoils: true,
    },
  ],
};
