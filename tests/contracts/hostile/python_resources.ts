// SPDX-License-Identifier: Apache-2.0 OR MIT
// Python that takes all there is, does not end, or shows values made to hurt.

import type { AttemptGroup } from "./attempt.ts";

/** Attempts to exhaust memory, stack and time. */
export const pythonResources: AttemptGroup = {
  group: "exhaustion",
  attempts: [
    { tried: "one long text", code: "'x' * 10**9", expected: /^MemoryError/ },
    { tried: "one large buffer", code: "bytearray(2**31 - 10)", expected: /^MemoryError/ },
    { tried: "one large list", code: "[0] * 2**29", expected: /^MemoryError|^OverflowError/ },
    {
      tried: "objects without end",
      code: "t = []\nwhile True: t.append([1, 2, 3])",
      expected: /^MemoryError/,
      spoils: true,
    },
    {
      tried: "texts without end, kept in a module",
      code: "import math\nmath.kept = []\nwhile True: math.kept.append('x' * 100_000)",
      expected: /^MemoryError/,
      spoils: true,
    },
    {
      tried: "memory without end, caught again and again",
      code:
        "print('on', flush=True)\nt = []\nwhile True:\n try:\n  while True: t.append(bytes(10_000))\n except MemoryError: pass",
      expected: /^Interrupted|^MemoryError|^ended/,
      endless: true,
      spoils: true,
    },
    {
      tried: "files without end",
      code: "f = open('/tmp/large', 'wb')\nwhile True: f.write(bytes(1_000_000))",
      expected: /^OSError: .*No space left on device/,
      spoils: true,
    },
    {
      tried: "many large files",
      code: "for i in range(1_000): open('/tmp/large%d' % i, 'wb').write(bytes(40_000_000))",
      expected: /^OSError: .*No space left on device/,
      spoils: true,
    },
    {
      tried: "a file said to be large",
      code: "import os\nopen('/tmp/said', 'wb').close()\nos.truncate('/tmp/said', 2**31)",
      expected: /^OSError: .*No space left on device/,
    },
    {
      tried: "a number of many digits",
      code: "str(10**10_000)",
      expected: /^ValueError/,
    },
    {
      tried: "a power without end",
      code: "print('on', flush=True)\n9**9**9",
      expected: /^Interrupted|^MemoryError|^OverflowError|^ended/,
      endless: true,
      spoils: true,
    },
    { tried: "a recursion", code: "def f(): f()\nf()", expected: /^RecursionError/ },
    {
      tried: "a deeper limit",
      code: "import sys; sys.setrecursionlimit(10**9)",
      expected: /^ValueError: Cannot set/,
    },
    {
      tried: "a recursion through C",
      code: "def g(n): return sorted([n], key=g)\ng(1)",
      expected: /^RecursionError/,
    },
    {
      tried: "a recursion in repr",
      code: "class A:\n def __repr__(self): return repr(self)\nA()",
      expected: /RecursionError/,
    },
    {
      tried: "a recursion in __getattr__, __eq__ and __hash__",
      code:
        "class A:\n def __getattr__(s, n): return getattr(s, n + 'x')\n def __eq__(s, o): return s == o\n __hash__ = object.__hash__\n" +
        "try: A().x\nexcept RecursionError: A() == A()",
      expected: /^RecursionError/,
    },
    {
      tried: "a recursion through generators",
      code: "def g(): yield from g()\nnext(g())",
      expected: /^RecursionError/,
    },
    {
      tried: "a value nested deeply, shown",
      code: "x = []\nfor _ in range(2_500): x = [x]\nrepr(x)",
      expected: /^RecursionError/,
    },
    {
      tried: "a value nested deeply, freed",
      code: "x = []\nfor _ in range(1_000_000): x = [x]\ndel x",
      expected: /^None$|^ended/,
      sees: "nothing, or the end of its interpreter, which is replaced",
      spoils: true,
    },
    {
      tried: "deep source",
      code: "exec('(' * 1000 + ')' * 1000)",
      expected: /^(Memory|Syntax)Error/,
      sees: "`SyntaxError: too many nested parentheses`",
    },
    {
      tried: "a deep tree of source",
      code:
        "import ast\nt = ast.Constant(1)\nfor _ in range(100_000): t = ast.UnaryOp(ast.USub(), t)\n" +
        "compile(ast.fix_missing_locations(ast.Expression(t)), 'x', 'eval')",
      expected: /^RecursionError|^ended/,
      spoils: true,
    },
    {
      tried: "deep JSON",
      code: "import json; json.loads('[' * 100_000)",
      expected: /^RecursionError/,
    },
    {
      tried: "deep pickle",
      code: "import pickle; pickle.loads(b'(' * 1_000_000 + b'.')",
      expected: /Error/,
      sees: "an error",
    },
    {
      tried: "a pattern that tries for ever",
      code: "import re\nprint('on', flush=True)\nre.match('(a+)+$', 'a' * 60 + 'b')",
      expected: /^Interrupted/,
      endless: true,
    },
    {
      tried: "a loop without end",
      code: "print('on', flush=True)\nwhile True: pass",
      expected: /^Interrupted/,
      endless: true,
    },
    {
      tried: "a loop that catches its end",
      code:
        "print('on', flush=True)\nwhile True:\n try:\n  while True: pass\n except BaseException: pass",
      expected: /^Interrupted|^ended: .*did not stop/,
      endless: true,
      spoils: true,
    },
    {
      tried: "a loop in C",
      code: "print('on', flush=True)\nimport itertools\nsum(itertools.repeat(1))",
      expected: /^Interrupted|^ended: .*did not stop/,
      endless: true,
      spoils: true,
    },
    {
      tried: "a loop in __del__",
      code:
        "class D:\n def __del__(s):\n  print('on', flush=True)\n  while True: pass\nd = D()\ndel d",
      expected: /^Interrupted|^None|^ended: .*did not stop/,
      sees: "`Interrupted`, told as an exception that was ignored",
      endless: true,
      spoils: true,
    },
    {
      tried: "a sleep without end",
      code: "import time\nprint('on', flush=True)\ntime.sleep(1e9)",
      expected: /^Interrupted/,
      endless: true,
    },
    {
      tried: "a task that never ends",
      code: "import asyncio\nprint('on', flush=True)\nawait asyncio.Event().wait()",
      expected: /^Interrupted/,
      endless: true,
    },
    {
      tried: "tasks that make tasks",
      code:
        "import asyncio\nprint('on', flush=True)\nasync def f(): asyncio.ensure_future(f())\nawait f()\nwhile True: await asyncio.sleep(0)",
      expected: /^Interrupted/,
      endless: true,
      spoils: true,
    },
    {
      tried: "output without end",
      code: "print('on', flush=True)\nwhile True: print('x' * 100)",
      expected: /^Interrupted/,
      endless: true,
      spoils: true,
    },
    {
      tried: "a loop with the session's handler of signals gone",
      code:
        "import signal\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\nprint('on', flush=True)\nwhile True: pass",
      expected: /^Interrupted|^ended: .*did not stop/,
      endless: true,
      spoils: true,
    },
    {
      tried: "a loop with an interrupt of the session's replaced",
      code:
        "g = display.__globals__\ng['stop'].__code__ = (lambda advice, frame: None).__code__\nprint('on', flush=True)\nwhile True: pass",
      expected: /^Interrupted|^ended: .*did not stop/,
      endless: true,
      spoils: true,
    },
  ],
};

/** Attempts by values that the session shows. */
export const pythonValues: AttemptGroup = {
  group: "values made to hurt whoever shows them",
  attempts: [
    {
      tried: "a repr that fails",
      code: "class B:\n def __repr__(self): 1 / 0\nB()",
      expected: /^<error in __repr__: Zero/,
    },
    {
      tried: "a repr that gives no text",
      code: "class B:\n def __repr__(self): return 5\nB()",
      expected: /^<error in __repr__: TypeError/,
    },
    {
      tried: "a repr that ends the session",
      code: "import sys\nclass B:\n def __repr__(self): sys.exit(5)\nB()",
      expected: /./,
      sees: "the end of its run",
    },
    {
      tried: "a repr that loops",
      code: "class B:\n def __repr__(self):\n  print('on', flush=True)\n  while True: pass\nB()",
      expected: /^Interrupted|error in/,
      endless: true,
    },
    {
      tried: "representations that fail",
      code: "class B:\n def _repr_html_(self): 1 / 0\nB()",
      expected: /./,
      sees: "its error",
    },
    {
      tried: "representations with no JSON form",
      code: "class B:\n def _repr_json_(self): return {1: object(), 'n': float('nan')}\nB()",
      expected: /Error|object/,
      sees: "an error",
    },
    {
      tried: "a bundle whose keys are no text",
      code:
        "class B:\n def _repr_mimebundle_(self, **k): return {5: 6, None: 7, 'text/plain': {'a': 1}}\nB()",
      expected: /./,
      sees: "its value, or an error",
    },
    {
      tried: "a display of raw data that is none",
      code: "display({'text/plain': object()}, raw=True)",
      expected: /^TypeError/,
    },
    {
      tried: "a display with metadata that is none",
      code: "display(1, metadata=5)",
      expected: /^TypeError/,
    },
    {
      tried: "an error whose text fails",
      code: "class E(Exception):\n def __str__(self): raise ValueError('again')\nraise E()",
      expected: /^E: /,
    },
    {
      tried: "an error whose name is no text",
      code:
        "class M(type):\n __name__ = property(lambda c: 5)\nclass E(Exception, metaclass=M): pass\nraise E()",
      expected: /./,
      sees: "its error",
    },
    {
      tried: "an error that is its own cause",
      code: "e = ValueError('c')\ne.__cause__ = e\nraise e",
      expected: /^ValueError: c$/,
    },
    {
      tried: "an error with a traceback in a circle",
      code:
        "try: 1 / 0\nexcept ZeroDivisionError as e:\n t = e.__traceback__\n try: t.tb_next = t\n except ValueError as v: raise v",
      expected: /^ValueError: traceback loop/,
    },
    {
      tried: "an error with notes that are none",
      code: "e = ValueError('n')\ne.__notes__ = [object(), 5, None]\nraise e",
      expected: /^ValueError: n$/,
    },
    {
      tried: "an error that pretends to be an interrupt",
      code: "from llmspell import Interrupted\nraise Interrupted('mine')",
      expected: /^Interrupted/,
    },
    {
      tried: "source that linecache does not have",
      code: "exec(compile('1 / 0', 'SECRET_FILE', 'exec'))",
      expected: /^ZeroDivisionError/,
    },
    {
      tried: "a text of surrogates and controls",
      code: "print('\\ud800\\0\\x1b[2J')\n'\\udfff'",
      expected: /./,
      sees: "the text, escaped",
    },
    {
      tried: "a comm of a target that is no text",
      code: "from llmspell import Comm\nComm(target_name={'a': 1}, data=[1], comm_id=5)",
      expected: /Cannot take/,
      sees: "an error",
    },
    {
      tried: "a comm with buffers that are none",
      code: "from llmspell import Comm\nComm('t', buffers=['text'])",
      expected: /^TypeError/,
    },
  ],
};
