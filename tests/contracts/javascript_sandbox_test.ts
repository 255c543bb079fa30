// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a JavaScript script may try to get out of its session, or to bring it down.

import assert from "node:assert/strict";
import { createJavascriptEngine } from "../../lib/engines/javascript/mod.ts";
import { EngineBench } from "./engine_bench.ts";

const factory = createJavascriptEngine();

/** What is tried, how, and what the script sees of it. */
const attempts: readonly (readonly [tried: string, code: string, expected: RegExp])[] = [
  ["the host's Deno namespace", "typeof Deno", /^'undefined'$/],
  ["Node's require", "typeof require", /^'undefined'$/],
  ["Node's module", "typeof module + typeof __filename", /^'undefinedundefined'$/],
  ["the network", "typeof fetch + typeof WebSocket", /^'undefinedundefined'$/],
  ["Workers", "typeof Worker + typeof postMessage", /^'undefinedundefined'$/],
  ["WebAssembly", "typeof WebAssembly", /^'undefined'$/],
  [
    "QuickJS's own libraries",
    "typeof std + typeof os + typeof bjson",
    /^'undefinedundefinedundefined'$/,
  ],
  [
    "QuickJS's loader of scripts",
    "typeof loadScript + typeof scriptArgs",
    /^'undefinedundefined'$/,
  ],
  [
    "a process with bindings",
    "typeof process.binding + typeof process.env",
    /^'undefinedundefined'$/,
  ],
  ["the main module of a process", "process.mainModule", /^undefined$/],
  [
    "Function of the host by constructor",
    "display.constructor('return typeof Deno')()",
    /^'undefined'$/,
  ],
  [
    "Function of the host by a host function",
    "host.call.constructor('return typeof Deno')()",
    /^'undefined'$/,
  ],
  ["the host's global by this", "(function () { return typeof this.Deno })()", /^'undefined'$/],
  ["the host's global by indirect eval", "(0, eval)('typeof Deno')", /^'undefined'$/],
  [
    "the host by a generator's constructor",
    "(function* () {}).constructor('yield typeof Deno')().next().value",
    /^'undefined'$/,
  ],
  [
    "the host by an async function's constructor",
    "await (async () => {}).constructor('return typeof Deno')()",
    /^'undefined'$/,
  ],
  [
    "the host by the error of a host call",
    "await host.call('fs.read', '/etc/passwd').catch((e) => e.constructor.constructor('return typeof Deno')())",
    /^'undefined'$/,
  ],
  ["a file by a host function", "await host.call('fs.read', '/etc/passwd')", /^Error: Cannot call/],
  [
    "a file by a host function, blocking",
    "host.callSync('fs.read', '/etc/passwd')",
    /^Error: Cannot/,
  ],
  ["a host function without a name", "host.callSync(undefined)", /^TypeError: /],
  [
    "a host function named by an object",
    "host.callSync({ toString: () => 'fs.read' })",
    /^TypeError: /,
  ],
  ["an argument that is a function", "host.callSync('fs.read', () => 1)", /^Error: Cannot call/],
  [
    "an argument that is a proxy",
    "host.callSync('fs.read', new Proxy({}, {}))",
    /^TypeError: .*proxy/,
  ],
  [
    "an argument in a circle",
    "var o = {}; o.o = o; host.callSync('fs.read', o)",
    /^TypeError: .*circle/,
  ],
  ["import of a Node module", "await import('node:fs')", /^TypeError: Cannot call/],
  ["import of QuickJS's os", "await import('os')", /^TypeError: Cannot call/],
  ["import of a file", "await import('/etc/passwd')", /^TypeError: Cannot call/],
  ["import of a file URL", "await import('file:///etc/passwd')", /^TypeError: Cannot call/],
  ["import of data", "await import('data:text/javascript,export default 1')", /^TypeError: Cannot/],
  ["import out of the folder", "await import('../../../../etc/passwd')", /^TypeError: Cannot call/],
  ["import with a list of paths", "await import('./a;/etc/passwd')", /^TypeError: .*not a module/],
  ["import.meta in a cell", "eval('import.meta.url')", /^SyntaxError: /],
  [
    "the prototype of all objects for the host",
    'JSON.parse(\'{"__proto__":{"polluted":1}}\').polluted; Object.prototype.polluted = 1; display({ a: 1 }); 1',
    /^1$/,
  ],
  [
    "setters on Array.prototype that see the prelude's lists",
    "var seen = 0; Object.defineProperty(Array.prototype, 0, { set() { seen++ }, configurable: true }); " +
    "console.log([1, 2]); delete Array.prototype[0]; seen",
    /^0$/,
  ],
  [
    "patched natives",
    "Map.prototype.get = () => 6; JSON.stringify = () => '{'; comm.open('t', {}); 2",
    /^2$/,
  ],
  ["a patched RegExp", "RegExp.prototype.exec = () => null; ({ a: 1 })", /a/],
  ["a getter run by display", "({ get a() { throw 1 } })", /^\{ a: \[Getter\] \}$/],
  [
    "traps run by display",
    "new Proxy({}, { ownKeys() { throw 1 }, get() { throw 2 } })",
    /^\[Proxy\]$/,
  ],
  [
    "traps of a prototype",
    "Object.create(new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 } }))",
    /./,
  ],
  [
    "a display method that throws",
    "({ [Symbol.for('Jupyter.display')]() { throw new Error('no') } })",
    /no/,
  ],
  ["an error whose name is a getter", "throw { get name() { throw 1 } }", /Uncaught/],
  [
    "an error whose stack is no text",
    "var e = new Error('s'); e.stack = { toString() { throw 1 } }; throw e",
    /^Error: s$/,
  ],
  ["a thenable as value", "({ then(f) { f(5) } })", /then/],
  ["shared memory with the host", "new SharedArrayBuffer(8).byteLength", /./],
  [
    "a wait that blocks the Worker",
    "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1e9)",
    /Error/,
  ],
  [
    "an array outside of its buffer",
    "var b = new ArrayBuffer(8); new DataView(b).getUint8(9)",
    /^RangeError/,
  ],
  [
    "a buffer that shrinks under its array",
    "var r = new ArrayBuffer(64, { maxByteLength: 128 }); var u = new Uint8Array(r); r.resize(0); u[63]",
    /^undefined$|Error/,
  ],
  [
    "an array changed while it is sorted",
    "var a = Array.from({ length: 500 }, (_, i) => i); a.sort(() => { a.length = 0; return 1 }); a.length >= 0",
    /^true$/,
  ],
  [
    "an array changed while it is joined",
    "var q = [{ toString() { q.length = 0; return 'x' } }, 1, 2]; q.join()",
    /^'x,?,?'$/,
  ],
  [
    "a buffer detached during fill",
    "var v = new Uint8Array(new ArrayBuffer(32)); v.fill({ valueOf() { v.buffer.transfer(); return 1 } }); 3",
    /^3$|Error/,
  ],
  [
    "a species that lies",
    "class L extends Array { static get [Symbol.species]() { return Object } } new L(3).map((x) => x); 4",
    /^4$/,
  ],
  ["bytecode as text", "eval('\\x02\\x05')", /^SyntaxError/],
  ["a null byte in output", "console.log('a\\0b'); 5", /^5$/],
  ["the prelude's own functions by a stack", "new Error('x').stack.includes('prelude')", /^false$/],
  ["arguments of the caller", "(function f() { return f.caller })()", /./],
  ["ids of timers of others", "clearTimeout(-1); clearInterval({}); 6", /^6$/],
];

for (const [tried, code, expected] of attempts) {
  Deno.test(`javascript session gives nothing away: ${tried}`, async () => {
    await using bench = await EngineBench.start(factory);
    assert.match(await bench.text(code) ?? "undefined", expected);
    assert.equal(await bench.text("6 * 7"), "42");
  });
}

Deno.test("javascript session turns exhaustion of memory or stack into errors", async () => {
  const greedy = [
    "'x'.repeat(2 ** 30 - 1) + 'y'",
    "new ArrayBuffer(1e9)",
    "new Array(2 ** 32)",
    "Array.from({ length: 1e9 }, () => ({}))",
    "function f() { try { return f() } catch (e) { throw e } } f()",
    "var f = () => [1].map(f); f()",
    "var g = { toString() { return '' + g } }; '' + g",
    "[1, 2].sort(function f() { return [1, 2].sort(f) })",
    "JSON.parse('['.repeat(1e5))",
    "class A { constructor() { new (class extends A {})() } } new A()",
    "new RegExp('('.repeat(50000) + ')'.repeat(50000))",
  ];
  await using bench = await EngineBench.start(factory);
  await bench.run("x = 7");
  for (const code of greedy) {
    assert.equal((await bench.run(code)).status, "error", code);
    assert.equal(await bench.text("x"), "7", code);
  }
});

Deno.test("javascript session ends alone when the interpreter's parser overflows", async () => {
  await using other = await EngineBench.start(factory);
  await using bench = await EngineBench.start(factory);
  const running = bench.run("eval('('.repeat(50000) + '1' + ')'.repeat(50000))");
  await assert.rejects(running, { code: "engine.exited" });
  assert.match((await bench.engine.exited).reason, /Maximum call stack/);
  assert.equal(await other.text("6 * 7"), "42");
});

Deno.test("javascript session stops what does not end: promises, timers, expressions, displays", async () => {
  await using bench = await EngineBench.start(factory);
  const endless = [
    "console.log('on'); for (;;) await null",
    "console.log('on'); await new Promise(() => {})",
    "console.log('on'); setInterval(() => {}, 1); await new Promise(() => {})",
    "console.log('on'); (function f() { Promise.resolve().then(f) })(); await new Promise(() => {})",
    "console.log('on'); /(a+)+$/.exec('a'.repeat(60) + 'b')",
    "console.log('on'); ({ [Symbol.for('Jupyter.display')]() { for (;;); } })",
    "console.log('on'); 'a'.replace(/a/, function f() { for (;;); })",
  ];
  for (const [index, code] of endless.entries()) {
    const running = bench.run(code);
    await bench.until(() => bench.stream("stdout") === "on\n".repeat(index + 1));
    bench.engine.interrupt("interrupt");
    const outcome = await running;
    assert(outcome.status === "error" && outcome.ename === "Interrupted", code);
    assert.equal(await bench.text("6 * 7"), "42");
  }
});

Deno.test("javascript session keeps enough memory to let go of what a script hoarded", async () => {
  await using bench = await EngineBench.start(factory);
  await bench.run("x = 7");
  for (const item of ["{ a: [1, 2, 3] }", "'x'.repeat(1e5) + t.length", "new Uint8Array(1e6)"]) {
    const outcome = await bench.run(`t = []; for (;;) t.push(${item})`);
    assert(outcome.status === "error" && outcome.ename === "MemoryError", item);
    assert.equal(await bench.text("t = undefined; x"), "7", item);
  }
});
