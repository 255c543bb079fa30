// SPDX-License-Identifier: Apache-2.0 OR MIT
// JavaScript that looks for a way to the host or to the Worker's own JavaScript.

import type { AttemptGroup } from "./attempt.ts";

const reach = "('return typeof Deno + typeof process.env')";

/** Attempts on files, modules, programs and the environment. */
export const javascriptHost: AttemptGroup = {
  group: "attempts on the host",
  attempts: [
    { tried: "the host's Deno namespace", code: "typeof Deno", expected: /^'undefined'$/ },
    {
      tried: "Node's require and module",
      code: "typeof require + typeof module + typeof exports + typeof __filename",
      expected: /^'(undefined){4}'$/,
      sees: "`undefined`",
    },
    {
      tried: "the network",
      code: "typeof fetch + typeof WebSocket + typeof XMLHttpRequest + typeof EventSource",
      expected: /^'(undefined){4}'$/,
      sees: "`undefined`",
    },
    {
      tried: "Workers and their messages",
      code:
        "typeof Worker + typeof postMessage + typeof MessageChannel + typeof self + typeof importScripts",
      expected: /^'(undefined){5}'$/,
      sees: "`undefined`",
    },
    {
      tried: "WebAssembly and the table of the interpreter's functions",
      code: "typeof WebAssembly + typeof Module + typeof wasmTable",
      expected: /^'(undefined){3}'$/,
      sees: "`undefined`",
    },
    {
      tried: "QuickJS's own libraries",
      code: "typeof std + typeof os + typeof bjson + typeof loadScript + typeof scriptArgs",
      expected: /^'(undefined){5}'$/,
      sees: "`undefined`",
    },
    {
      tried: "a process with bindings, environment and modules",
      code:
        "[process.binding, process.env, process.mainModule, process.dlopen, process.getBuiltinModule]",
      expected: /^\[( undefined,?){5} \]$|undefined/,
      sees: "`undefined` five times",
    },
    {
      tried: "a file by a host function",
      code: "await host.call('fs.read', 'SECRET_FILE')",
      expected: /^Error: Cannot read ".*": the policy does not allow it/,
    },
    {
      tried: "a file by a host function that blocks",
      code: "host.callSync('fs.read', 'SECRET_FILE')",
      expected: /^Error: Cannot read ".*": the policy does not allow it/,
    },
    {
      tried: "writing, removing and renaming files",
      code: "await Promise.allSettled([host.call('fs.write', 'SECRET_FILE', 'x'), " +
        "host.call('fs.remove', 'SECRET_FILE'), host.call('fs.rename', 'SECRET_FILE', '/tmp/x')])" +
        ".then((all) => all.map((one) => one.reason.code).join())",
      expected: /^'(host\.denied,?){3}'$/,
      sees: "`host.denied` three times",
    },
    {
      tried: "a program",
      code: "host.callSync('process.run', 'cat SECRET_FILE')",
      expected: /^Error: Cannot run ".*": the policy does not allow it/,
    },
    {
      tried: "a variable of the environment",
      code: "host.callSync('env.get', 'LLMSPELL_SECRET')",
      expected: /^Error: Cannot read the variable ".*": the policy does not allow it/,
    },
    {
      tried: "a host function of Object.prototype",
      code: "host.callSync('constructor', 'return 1')",
      expected: /^Error: Cannot call "constructor": the host has no such function/,
    },
    {
      tried: "a host function by __proto__",
      code: "host.callSync('__proto__')",
      expected: /^Error: Cannot call "__proto__"/,
    },
    {
      tried: "a host function without a name",
      code: "host.callSync(undefined)",
      expected: /^TypeError: /,
    },
    {
      tried: "a host function named by an object",
      code: "host.callSync({ toString: () => 'fs.read' }, 'SECRET_FILE')",
      expected: /^TypeError: .*not a string/,
    },
    {
      tried: "an argument whose kind changes when it is looked at again",
      code:
        "var n = 0; host.callSync('fs.read', { get length() { return n++ }, toString: () => 'SECRET_FILE' })",
      expected: /^Error: Cannot call fs.*no text/,
    },
    {
      tried: "an argument that is a function",
      code: "host.callSync('fs.read', () => 'SECRET_FILE')",
      expected: /^Error: Cannot call fs.*no text/,
    },
    {
      tried: "an argument that is a proxy",
      code: "host.callSync('fs.read', new Proxy({}, { get: () => 'SECRET_FILE' }))",
      expected: /^TypeError: .*proxy/,
    },
    {
      tried: "an argument in a circle",
      code: "var o = {}; o.o = o; host.callSync('fs.read', o)",
      expected: /^TypeError: .*circle/,
    },
    {
      tried: "an argument with toJSON",
      code: "host.callSync('fs.read', { toJSON: () => 'SECRET_FILE' })",
      expected: /^Error: Cannot call fs.*no text/,
    },
    {
      tried: "an argument that pollutes the host's objects",
      code: "host.callSync('fs.read', JSON.parse('{\"__proto__\": { \"polluted\": 1 }}'))",
      expected: /^Error: Cannot call fs.*no text/,
    },
    {
      tried: "import of a Node module",
      code: "await import('node:fs')",
      expected: /^TypeError: no file '.*node:fs/,
    },
    {
      tried: "import of an npm or jsr package",
      code: "await import('npm:left-pad').catch(() => import('jsr:@std/fs'))",
      expected: /^TypeError: no file/,
    },
    {
      tried: "import of QuickJS's os",
      code: "await import('os')",
      expected: /^TypeError: no file/,
    },
    {
      tried: "import of a file",
      code: "await import('SECRET_FILE')",
      expected: /^TypeError: no file/,
    },
    {
      tried: "import of a file URL",
      code: "await import('file://SECRET_FILE')",
      expected: /^TypeError: no file/,
    },
    {
      tried: "import of data",
      code: "await import('data:text/javascript,export default 1')",
      expected: /^TypeError: /,
    },
    {
      tried: "import of a page",
      code: "await import('http://127.0.0.1/x.js')",
      expected: /^TypeError: no file/,
    },
    {
      tried: "import out of the folder",
      code: "await import('../outside.js')",
      expected: /^TypeError: no file/,
    },
    {
      tried: "import through a link that leads out",
      code: "await import('./link.js')",
      expected: /^TypeError: no file/,
    },
    {
      tried: "import of text that is no module",
      code: "await import('./notes.txt')",
      expected: /^TypeError: no file/,
    },
    {
      tried: "import of a file as JSON",
      code: "await import('./link.json', { with: { type: 'json' } })",
      expected: /^TypeError: no file/,
    },
    {
      tried: "import with a list of paths",
      code: "await import('./a;SECRET_FILE')",
      expected: /^TypeError: .*not a module/,
    },
    {
      tried: "import by a name that is an object",
      code: "await import({ toString() { throw new Error('asked') } })",
      expected: /^Error: asked$/,
    },
    {
      tried: "import.meta in a cell",
      code: "eval('import.meta.url')",
      expected: /^SyntaxError: /,
    },
    {
      tried: "Function of the Worker by display",
      code: `display.constructor${reach}()`,
      expected: /^'undefinedundefined'$/,
      sees: "`undefined`: it is the interpreter's own",
    },
    {
      tried: "Function of the Worker by a host function",
      code: `host.call.constructor${reach}()`,
      expected: /^'undefinedundefined'$/,
      sees: "`undefined`: it is the interpreter's own",
    },
    {
      tried: "Function of the Worker by the error of a host call",
      code: `await host.call('fs.read', 'x').catch((e) => e.constructor.constructor${reach}())`,
      expected: /^'undefinedundefined'$/,
      sees: "`undefined`: it is the interpreter's own",
    },
    {
      tried: "Function of the Worker by the promise of a host call",
      code: `host.call('process.available').constructor.constructor${reach}()`,
      expected: /^'undefinedundefined'$/,
      sees: "`undefined`: it is the interpreter's own",
    },
    {
      tried: "Function of the Worker by the answer of a host call",
      code:
        `await host.call('process.available').then((it) => it.constructor.constructor${reach}())`,
      expected: /^'undefinedundefined'$/,
      sees: "`undefined`: it is the interpreter's own",
    },
    {
      tried: "the host's global by this",
      code: "(function () { return typeof this.Deno })()",
      expected: /^'undefined'$/,
    },
    {
      tried: "the host's global by indirect eval",
      code: "(0, eval)('typeof Deno')",
      expected: /^'undefined'$/,
    },
    {
      tried: "the host by the constructors of generators and async functions",
      code: "(function* () {}).constructor('yield typeof Deno')().next().value + " +
        "await (async () => {}).constructor('return typeof Deno')()",
      expected: /^'undefinedundefined'$/,
      sees: "`undefined`",
    },
    {
      tried: "shared memory with the host",
      code: "new Int32Array(new SharedArrayBuffer(8)).fill(1).join()",
      expected: /^'1,1'$|Error/,
      sees: "memory of its own",
    },
    {
      tried: "a wait that blocks the Worker",
      code: "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1e9)",
      expected: /Error/,
      sees: "an error",
    },
  ],
};
