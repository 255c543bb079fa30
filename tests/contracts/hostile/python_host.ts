// SPDX-License-Identifier: Apache-2.0 OR MIT
// Python that looks for a way to the host.

import type { AttemptGroup } from "./attempt.ts";

/** Attempts on files, programs, network and environment. */
export const pythonHost: AttemptGroup = {
  group: "attempts on the host",
  attempts: [
    {
      tried: "native code by ctypes",
      code: "import ctypes",
      expected: /^ImportError: Cannot import ctypes: .*native code/,
    },
    {
      tried: "native code by _ctypes",
      code: "import _ctypes",
      expected: /^ImportError: Cannot import _ctypes/,
    },
    {
      tried: "native code by a module's file",
      code:
        "import importlib.machinery as m, importlib.util as u\nopen('/tmp/x.so', 'wb').write(b'\\0asm')\n" +
        "u.module_from_spec(u.spec_from_file_location('x', '/tmp/x.so', loader=m.ExtensionFileLoader('x', '/tmp/x.so')))",
      expected: /^PermissionError: Cannot load native code/,
    },
    {
      tried: "a file",
      code: "open('SECRET_FILE').read()",
      expected: /^(FileNotFound|Permission)Error/,
      sees: "an error: there is no such file",
    },
    {
      tried: "a file by os.open",
      code: "import os; os.read(os.open('SECRET_FILE', os.O_RDONLY), 99)",
      expected: /^(FileNotFound|Permission)Error/,
      sees: "an error: there is no such file",
    },
    {
      tried: "a file by pathlib",
      code: "import pathlib; pathlib.Path('SECRET_FILE').read_text()",
      expected: /^(FileNotFound|Permission)Error/,
      sees: "an error: there is no such file",
    },
    {
      tried: "a file by io.FileIO and codecs",
      code:
        "import io, codecs\ntry: io.FileIO('SECRET_FILE')\nexcept OSError: codecs.open('SECRET_FILE')",
      expected: /^(FileNotFound|Permission)Error/,
      sees: "an error: there is no such file",
    },
    {
      tried: "a file by linecache, tokenize and sqlite",
      code:
        "import linecache, fileinput\nprint(linecache.getlines('SECRET_FILE'))\nnext(fileinput.input('SECRET_FILE'))",
      expected: /^(FileNotFound|Permission)Error/,
      sees: "an error: there is no such file",
    },
    {
      tried: "a file by its descriptor",
      code:
        "import os\nfound = []\nfor fd in range(64):\n try: found.append(os.read(fd, 100))\n except (OSError, RuntimeError): pass\n" +
        "[f for f in found if f]",
      expected: /^\[\]$|Error/,
      sees: "nothing",
    },
    {
      tried: "passwords",
      code: "open('/etc/passwd').read()",
      expected: /^(FileNotFound|Permission)Error/,
      sees: "an error: there is no such file",
    },
    {
      tried: "the environment of the process as a file",
      code: "open('/proc/self/environ').read()",
      expected: /^(FileNotFound|Permission)Error/,
      sees: "an error: there is no such file",
    },
    {
      tried: "the files of the process by /proc",
      code: "import os; [os.listdir('/proc/self/fd')]",
      expected: /^\[\[[^a-z]*\]\]$|Error/,
      sees: "the interpreter's own streams, or nothing",
    },
    {
      tried: "memory as a file",
      code: "open('/dev/mem').read()",
      expected: /^(FileNotFound|Permission)Error/,
      sees: "an error: there is no such file",
    },
    {
      tried: "memory as a map",
      code: "import mmap; mmap.mmap(-1, 2**31 - 1)",
      expected: /Error/,
      sees: "an error",
    },
    {
      tried: "the root folder",
      code: "import os; sorted(os.listdir('/'))",
      expected: /^\['dev', 'home', 'lib', 'proc', 'tmp'\]$/,
      sees: "the folders of a private file system",
    },
    {
      tried: "a link that leads out",
      code:
        "import os, uuid\np = '/tmp/' + uuid.uuid4().hex\nos.symlink('SECRET_FILE', p); open(p).read()",
      expected: /^(FileNotFound|Permission)Error/,
      sees: "an error: there is no such file",
    },
    {
      tried: "a path out of the root",
      code: "open('/home/../../..' + 'SECRET_FILE').read()",
      expected: /^(FileNotFound|Permission)Error/,
      sees: "an error: there is no such file",
    },
    {
      tried: "a path with a zero byte",
      code: "open('SECRET_FILE\\0.txt').read()",
      expected: /^ValueError|^(FileNotFound|Permission)Error/,
      sees: "`ValueError: embedded null character`",
    },
    {
      tried: "a module through a link that leads out",
      code: "import link",
      expected: /^ModuleNotFoundError|^ImportError/,
      sees: "`ModuleNotFoundError`",
    },
    {
      tried: "a module above the script",
      code: "import sys\nsys.path.insert(0, '..')\nimport outside",
      expected: /^ModuleNotFoundError|^ImportError/,
      sees: "`ModuleNotFoundError`",
      spoils: true,
    },
    {
      tried: "a module by a file of the host",
      code:
        "import importlib.machinery as m\nm.SourceFileLoader('secret', 'SECRET_FILE').load_module()",
      expected: /^(FileNotFound|Permission|Import)Error/,
      sees: "an error: there is no such file",
    },
    {
      tried: "variables of the environment",
      code: "import os; os.getenv('LLMSPELL_SECRET'), os.environ.get('PATH'), os.getenv('USER')",
      expected: /^\(None, '\/', 'web_user'\)$/,
      sees: "`None`, and what the interpreter made up",
    },
    {
      tried: "variables of the environment by posix",
      code: "import posix; b'LLMSPELL_SECRET' in posix.environ",
      expected: /^False$/,
    },
    {
      tried: "a file by URL",
      code: "import urllib.request as r; r.urlopen('file://SECRET_FILE')",
      expected: /^URLError/,
    },
    {
      tried: "a page",
      code: "import urllib.request as r; r.urlopen('http://127.0.0.1/')",
      expected: /Cannot use the network/,
      sees: "`Cannot use the network`",
    },
    {
      tried: "a program by os.system",
      code: "import os; os.system('cat SECRET_FILE')",
      expected: /^PermissionError: Cannot start a program/,
    },
    {
      tried: "a program by os.popen",
      code: "import os; os.popen('cat SECRET_FILE').read()",
      expected: /^PermissionError: Cannot start a program/,
    },
    {
      tried: "a program by posix",
      code: "import posix; posix.system('ls')",
      expected: /^PermissionError/,
    },
    {
      tried: "a program by fork and exec",
      code: "import os\ntry: os.fork()\nexcept PermissionError: os.execv('/bin/sh', ['sh'])",
      expected: /^PermissionError: Cannot start a program/,
    },
    {
      tried: "a program by posix.execv",
      code: "import posix; posix.execv('/bin/sh', ['sh'])",
      expected: /Error/,
      sees: "an error",
    },
    {
      tried: "a program by subprocess",
      code: "import subprocess; subprocess.run(['ls'])",
      expected: /^PermissionError: Cannot start/,
    },
    {
      tried: "a program by what subprocess is made of",
      code:
        "import _posixsubprocess as p; p.fork_exec(['/bin/ls'], [b'/bin/ls'], True, (), None, None, -1, -1, -1, -1, -1, -1, " +
        "-1, -1, False, False, 0, None, None, None, -1, None)",
      expected: /Error/,
      sees: "an error",
    },
    {
      tried: "a program by way of all classes",
      code: "[c for c in object.__subclasses__() if c.__name__ == '_wrap_close'][0]" +
        ".__init__.__globals__['system']('ls')",
      expected: /^PermissionError/,
    },
    {
      tried: "the original of os.system by a frame or a code object",
      code: "import os; [c.cell_contents for c in os.system.__closure__]",
      expected: /^\['start a program'\]$/,
      sees: "the words of the refusal",
    },
    {
      tried: "a terminal",
      code: "import pty; pty.spawn('/bin/sh')",
      expected: /Error/,
      sees: "an error",
    },
    {
      tried: "a socket",
      code: "import socket; socket.socket().connect(('127.0.0.1', 80))",
      expected: /^PermissionError|^OSError/,
      sees: "`PermissionError`",
    },
    {
      tried: "a socket's C class",
      code: "import _socket; _socket.socket().connect(('127.0.0.1', 80))",
      expected: /^OSError/,
    },
    {
      tried: "a server",
      code: "import socket; socket.create_server(('127.0.0.1', 0))",
      expected: /^PermissionError/,
    },
    {
      tried: "a server's C class",
      code:
        "import _socket\ns = _socket.socket(); s.bind(('0.0.0.0', 8099)); s.listen(1); s._accept()",
      expected: /Error/,
      sees: "an error",
    },
    {
      tried: "HTTP",
      code: "import http.client as c; c.HTTPConnection('127.0.0.1').connect()",
      expected: /Cannot use/,
      sees: "`Cannot use the network`",
    },
    {
      tried: "a name in the network",
      code: "import _socket; _socket.getaddrinfo('localhost', 80)",
      expected: /Error|172\.29|127\.0\.0\.1/,
      sees: "an error, or an address that the interpreter made up",
    },
    {
      tried: "a browser",
      code: "import webbrowser; webbrowser.open('http://127.0.0.1/')",
      expected: /^ImportError|Error/,
      sees: "`ImportError`",
    },
    {
      tried: "threads",
      code: "import threading; threading.Thread(target=print).start()",
      expected: /^RuntimeError/,
    },
    {
      tried: "processes",
      code: "import multiprocessing as m; m.Process(target=print).start()",
      expected: /Error/,
      sees: "an error",
    },
    {
      tried: "an interpreter beside",
      code: "import _interpreters as i; i.run_string(i.create(), 'import js')",
      expected: /Error/,
      sees: "an error",
    },
    {
      tried: "files in one memory with another session",
      code: "import os; [os.path.exists('/home/planted.txt'), os.path.exists('/tmp/planted.txt')]",
      expected: /^\[False, False\]$/,
    },
  ],
};
