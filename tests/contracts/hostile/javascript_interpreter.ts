// SPDX-License-Identifier: Apache-2.0 OR MIT
// JavaScript that attacks the interpreter, or the prelude of its session.

import type { AttemptGroup } from "./attempt.ts";

/** Attempts by changed intrinsics, and by natives that are misled while they work. */
export const javascriptInterpreter: AttemptGroup = {
  group: "attempts on the interpreter",
  attempts: [
    {
      tried: "values on the prototype of all objects",
      code:
        "Object.prototype.polluted = 1; Object.prototype.message = 'mine'; Object.prototype.toJSON = () => 'x'; " +
        "display({ a: 1 }); 1",
      expected: /^1$/,
    },
    {
      tried: "accessors on the prototype of all objects, where descriptors are looked up",
      code:
        "Object.prototype.get = () => 6; Object.prototype.set = () => 7; console.log([1, { a: 2 }]); 2",
      expected: /^2$|Error/,
      sees: "`2`",
    },
    {
      tried: "descriptors on the prototype of all objects",
      code:
        "Object.prototype.value = 5; Object.prototype.writable = false; Object.prototype.configurable = false; " +
        "Object.prototype.enumerable = false; console.log([1, { a: 2 }]); 3",
      expected: /^3$/,
    },
    {
      tried: "setters on Array.prototype that see the prelude's lists",
      code:
        "var seen = 0; Object.defineProperty(Array.prototype, 0, { set() { seen++ }, configurable: true }); " +
        "console.log([1, 2]); delete Array.prototype[0]; seen",
      expected: /^0$/,
    },
    {
      tried: "patched natives of every kind",
      code:
        "var todo = []; for (const of of [Object, Array, String, Map, Set, Promise, RegExp, Number, Error, Symbol, Reflect, " +
        "JSON]) for (const at of [of, of.prototype ?? {}]) for (const name of Object.getOwnPropertyNames(at)) " +
        "if (name !== 'constructor' && name !== 'prototype') todo[todo.length] = [at, name]; " +
        "for (let i = 0; i < todo.length; i++) try { todo[i][0][todo[i][1]] = () => { throw 8 } } catch {}\n4",
      expected: /^4$/,
    },
    {
      tried: "deleted globals",
      code:
        "for (const name of Object.getOwnPropertyNames(globalThis)) try { delete globalThis[name] } catch {}\n5",
      expected: /^5$/,
    },
    {
      tried: "a global object whose prototype is a proxy",
      code:
        "Object.setPrototypeOf(Object.prototype.constructor.getPrototypeOf(globalThis) ?? {}, " +
        "new Proxy({}, { get() { throw 1 }, has() { throw 2 } }))",
      expected: /Error/,
      sees: "an error: that prototype cannot be changed",
    },
    {
      tried: "a global that traps every name",
      code:
        "Object.setPrototypeOf(globalThis, new Proxy({}, { get() { throw 1 }, has() { return true } })); 6",
      expected: /^6$|Error|^Uncaught/,
      sees: "`6`, or an error",
    },
    {
      tried: "a patched then, which sees what promises carry",
      code:
        "var seen = []; Promise.prototype.then = function (f) { seen.push(f); return this }; await 1; seen.length",
      expected: /^0$/,
    },
    {
      tried: "a thenable as value",
      code: "({ then(f) { f(5) } })",
      expected: /then/,
      sees: "the object",
    },
    {
      tried: "a result that never comes, since all objects have a then",
      code: "console.log('on'); Object.prototype.then = (give) => give({ value: 'forged' }); 7",
      expected: /^Interrupted/,
      endless: true,
    },
    {
      tried: "stack frames by Error.prepareStackTrace",
      code:
        "Error.prepareStackTrace = (e, frames) => frames.map((f) => String(f.getThis?.())).join(); " +
        "String(new Error('x').stack).includes('prelude')",
      expected: /^false$/,
    },
    {
      tried: "functions of the prelude by a stack",
      code: "new Error('x').stack.includes('prelude')",
      expected: /^false$/,
    },
    {
      tried: "the caller's function and arguments",
      code: "(function f() { return [f.caller, f.arguments] })()",
      expected: /Error|null|undefined/,
      sees: "nothing, or an error",
    },
    {
      tried: "the prelude's scope by eval, Function and with",
      code:
        "typeof settings + new Function('return typeof api')() + (0, eval)('typeof reserve') + " +
        "new Function('with (display) return typeof proxies')()",
      expected: /^'(undefined){4}'$/,
      sees: "`undefined`",
    },
    {
      tried: "functions of the prelude as text",
      code: "typeof Function.prototype.toString.call(console.log)",
      expected: /^'string'$/,
      sees: "source text, with nothing secret in it",
    },
    {
      tried: "a species that lies",
      code:
        "class L extends Array { static get [Symbol.species]() { return Object } } new L(3).map((x) => x); 8",
      expected: /^8$/,
    },
    {
      tried: "a species that gives a shorter typed array",
      code:
        "class S extends Uint8Array { static get [Symbol.species]() { return function () { return new Uint8Array(1) } } } " +
        "new S(64).map((x) => 1)",
      expected: /^TypeError/,
    },
    {
      tried: "an array outside of its buffer",
      code: "var b = new ArrayBuffer(8); new DataView(b).getUint8(9)",
      expected: /^RangeError/,
    },
    {
      tried: "a buffer that shrinks under its array",
      code:
        "var r = new ArrayBuffer(64, { maxByteLength: 128 }); var u = new Uint8Array(r); r.resize(0); u[63]",
      expected: /^undefined$|Error/,
      sees: "`undefined`",
    },
    {
      tried: "a buffer detached during fill",
      code:
        "var v = new Uint8Array(new ArrayBuffer(32)); v.fill({ valueOf() { v.buffer.transfer(); return 1 } }); 9",
      expected: /^9$|Error/,
      sees: "`9`",
    },
    {
      tried: "a buffer detached while it is copied",
      code:
        "var s = new Uint8Array(64); s.set({ length: 64, get 0() { s.buffer.transfer(); return 1 } }); 10",
      expected: /^10$|Error/,
      sees: "`10`",
    },
    {
      tried: "an array changed while it is sorted",
      code:
        "var a = Array.from({ length: 500 }, (_, i) => i); a.sort(() => { a.length = 0; return 1 }); a.length >= 0",
      expected: /^true$/,
    },
    {
      tried: "an array changed while it is joined",
      code: "var q = [{ toString() { q.length = 0; return 'x' } }, 1, 2]; q.join()",
      expected: /^'x,?,?'$/,
      sees: "`x`",
    },
    {
      tried: "an array changed while it is flattened, spliced and searched",
      code:
        "var z = Array(1e4).fill(0); z.lastIndexOf(1, { valueOf() { z.length = 1; return 9e3 } }); " +
        "z.splice(0, { valueOf() { z.length = 0; return 50 } }); z.flatMap(() => z); z.length",
      expected: /^\d+$/,
      sees: "a length",
    },
    {
      tried: "an object freed while its getter runs",
      code: "var o = { get a() { delete o.a; o = null; return 11 } }; o.a",
      expected: /^11$/,
    },
    {
      tried: "a map changed while it is walked",
      code:
        "var m = new Map([[1, 1]]); var n = 0; m.forEach((_, k) => { m.delete(k); if (n++ < 1e4) m.set(k + 1, 1) }); n",
      expected: /^10001$/,
    },
    {
      tried: "an iterator that returns for ever and closes by throwing",
      code:
        "var it = { [Symbol.iterator]: () => ({ next: () => ({ value: 1 }), return() { throw new Error('closed') } }) }; " +
        "for (const x of it) break",
      expected: /^Error: closed$/,
    },
    {
      tried: "a conversion that gives no primitive",
      code: "`${{ [Symbol.toPrimitive]: () => ({}) }}`",
      expected: /^TypeError/,
    },
    {
      tried: "a regular expression whose exec is another's",
      code:
        "RegExp.prototype.exec = () => ({ index: 1e9, 0: 'x', length: 1e9 }); 'abc'.replace(/b/g, 'x')",
      expected: /^MemoryError|Interrupted/,
      sees: "an error: its own exec says that there is no end",
    },
    {
      tried: "a regular expression that is compiled while it runs",
      code: "var e = /(a)|b/g; 'ab'.replace(e, () => { e.compile?.('(((((c)))))'); return 'x' })",
      expected: /^'.*'$/,
      sees: "a text",
    },
    {
      tried: "finalizers that revive what is collected",
      code:
        "var kept; new FinalizationRegistry((v) => { kept = v; throw new Error('in finalizer') }).register({}, 1); 12",
      expected: /^12$/,
    },
    {
      tried: "a weak reference to what is gone",
      code: "var w = new WeakRef({}); w.deref(); 13",
      expected: /^13$/,
    },
    { tried: "bytecode as text", code: "eval('\\x02\\x05')", expected: /^SyntaxError/ },
    {
      tried: "symbols that the session itself looks for",
      code:
        "Object.prototype[Symbol.for('Jupyter.display')] = () => ({ 'text/plain': 'forged' }); 14",
      expected: /./,
      sees: "its own display, in its own session",
    },
    {
      tried: "a registered symbol of another session",
      code: "Object.getOwnPropertySymbols(globalThis).length + typeof planted",
      expected: /^'\d+undefined'$/,
      sees: "no variable of another session",
    },
    {
      tried: "timers of others",
      code:
        "clearTimeout(-1); clearInterval({}); for (let i = 0; i < 1e3; i++) clearTimeout(i); 15",
      expected: /^15$/,
    },
    {
      tried: "the end of the process",
      code: "try { process.exit(3) } finally { for (;;) { try { exit(4) } catch {} } }",
      expected: /./,
      sees: "the end of its run; the session goes on",
    },
    {
      tried: "an exit code that is none",
      code: "process.exit({ valueOf: () => 3 })",
      expected: /^TypeError/,
    },
    {
      tried: "generators that run themselves",
      code: "var g = (function* () { g.next() })(); g.next()",
      expected: /^TypeError/,
    },
    {
      tried: "this of a derived class before it is there",
      code: "new (class extends Object { constructor() { (() => this)() } })()",
      expected: /^ReferenceError/,
    },
  ],
};
