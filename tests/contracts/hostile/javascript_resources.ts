// SPDX-License-Identifier: Apache-2.0 OR MIT
// JavaScript that takes all there is, does not end, or shows values made to hurt.

import type { AttemptGroup } from "./attempt.ts";

/** Attempts to exhaust memory, stack and time. */
export const javascriptResources: AttemptGroup = {
  group: "exhaustion",
  attempts: [
    {
      tried: "one long text",
      code: "'x'.repeat(2 ** 30 - 1) + 'y'",
      expected: /Error/,
      sees: "an error",
    },
    {
      tried: "one large buffer",
      code: "new ArrayBuffer(1e9)",
      expected: /Error/,
      sees: "an error",
    },
    { tried: "one large list", code: "new Array(2 ** 32)", expected: /^RangeError/ },
    {
      tried: "objects without end",
      code: "var t = []; for (;;) t.push({ a: [1, 2, 3] })",
      expected: /^MemoryError/,
    },
    {
      tried: "texts without end",
      code: "var t = []; for (;;) t.push('x'.repeat(1e5) + t.length)",
      expected: /^MemoryError/,
    },
    {
      tried: "buffers without end",
      code: "var t = []; for (;;) t.push(new Uint8Array(1e6))",
      expected: /^MemoryError/,
    },
    {
      tried: "functions and symbols without end",
      code: "var t = []; for (;;) t.push(Function('return ' + t.length), Symbol(t.length))",
      expected: /^MemoryError/,
    },
    {
      tried: "promises without end",
      code: "var t = []; for (;;) t.push(new Promise(() => {}))",
      expected: /^MemoryError/,
    },
    {
      tried: "memory without end, caught again and again",
      code:
        "console.log('on'); var t = []; for (;;) try { for (;;) t.push('x'.repeat(1e4) + t.length) } catch {}",
      expected: /^Interrupted|^MemoryError/,
      endless: true,
    },
    {
      tried: "a recursion",
      code: "function f() { try { return f() } catch (e) { throw e } } f()",
      expected: /^RangeError/,
    },
    {
      tried: "a recursion through map",
      code: "var f = () => [1].map(f); f()",
      expected: /^RangeError/,
    },
    {
      tried: "a recursion through toString",
      code: "var g = { toString() { return '' + g } }; '' + g",
      expected: /^RangeError/,
    },
    {
      tried: "a recursion through sort",
      code: "[1, 2].sort(function f() { return [1, 2].sort(f) })",
      expected: /^RangeError/,
    },
    {
      tried: "a recursion through a proxy",
      code: "var p = new Proxy({}, { get: (t, k, r) => r[k] }); p.x",
      expected: /^RangeError/,
    },
    {
      tried: "a recursion through constructors",
      code: "class A { constructor() { new (class extends A {})() } } new A()",
      expected: /^RangeError/,
    },
    {
      tried: "a chain of proxies",
      code: "var p = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); p.x",
      expected: /Error|undefined/,
      sees: "an error",
    },
    {
      tried: "deep JSON",
      code: "JSON.parse('['.repeat(1e5))",
      expected: /Error/,
      sees: "an error",
    },
    {
      tried: "deep source in eval",
      code: "eval('('.repeat(50000) + '1' + ')'.repeat(50000))",
      expected: /Error/,
      sees: "an error",
    },
    {
      tried: "a deep regular expression",
      code: "new RegExp('('.repeat(50000) + ')'.repeat(50000))",
      expected: /Error/,
      sees: "an error",
    },
    {
      tried: "a loop without end",
      code: "console.log('on'); for (;;);",
      expected: /^Interrupted/,
      endless: true,
    },
    {
      tried: "a loop that catches its end",
      code: "console.log('on'); for (;;) try { for (;;); } catch {} finally { continue }",
      expected: /^Interrupted/,
      endless: true,
    },
    {
      tried: "a loop of promises",
      code: "console.log('on'); for (;;) await null",
      expected: /^Interrupted/,
      endless: true,
    },
    {
      tried: "a promise that stays open",
      code: "console.log('on'); await new Promise(() => {})",
      expected: /^Interrupted/,
      endless: true,
    },
    {
      tried: "a promise that makes the next",
      code:
        "console.log('on'); (function f() { Promise.resolve().then(f) })(); await new Promise(() => {})",
      expected: /^Interrupted/,
      endless: true,
    },
    {
      tried: "timers without end",
      code:
        "console.log('on'); for (let i = 0; i < 1e4; i++) setInterval(() => {}, 0); await new Promise(() => {})",
      expected: /^Interrupted/,
      endless: true,
    },
    {
      tried: "a regular expression that tries for ever",
      code: "console.log('on'); /(a+)+$/.exec('a'.repeat(60) + 'b')",
      expected: /^Interrupted/,
      endless: true,
    },
    {
      tried: "a list said to be long, which a native walks",
      code: "console.log('on'); Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)",
      expected: /^Interrupted|^ended: .*did not stop/,
      endless: true,
    },
    {
      tried: "a loop while the value is shown",
      code: "console.log('on'); ({ [Symbol.for('Jupyter.display')]() { for (;;); } })",
      expected: /^Interrupted/,
      endless: true,
    },
    {
      tried: "a loop inside replace",
      code: "console.log('on'); 'a'.replace(/a/, function f() { for (;;); })",
      expected: /^Interrupted/,
      endless: true,
    },
    {
      tried: "output without end",
      code: "console.log('on'); for (;;) console.log('x'.repeat(100))",
      expected: /^Interrupted/,
      endless: true,
    },
  ],
};

/** Attempts by values that the session shows. */
export const javascriptValues: AttemptGroup = {
  group: "values made to hurt whoever shows them",
  attempts: [
    {
      tried: "a getter",
      code: "({ get a() { throw 1 } })",
      expected: /^\{ a: \[Getter\] \}$/,
    },
    {
      tried: "a proxy with traps",
      code:
        "new Proxy({}, { ownKeys() { throw 1 }, get() { throw 2 }, getPrototypeOf() { throw 3 } })",
      expected: /./,
      sees: "the proxy; its traps are not called",
    },
    {
      tried: "a proxy that is revoked",
      code: "var r = Proxy.revocable({}, {}); r.revoke(); r.proxy",
      expected: /./,
      sees: "the proxy",
    },
    {
      tried: "traps of a prototype",
      code: "Object.create(new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 } }))",
      expected: /./,
      sees: "the object",
    },
    {
      tried: "a display method that throws",
      code: "({ [Symbol.for('Jupyter.display')]() { throw new Error('no') } })",
      expected: /no/,
      sees: "its error",
    },
    {
      tried: "a display method that gives a proxy",
      code: "({ [Symbol.for('Jupyter.display')]: () => new Proxy({}, { ownKeys() { throw 1 } }) })",
      expected: /./,
      sees: "an error",
    },
    {
      tried: "a tag and a constructor that lie",
      code: "({ get [Symbol.toStringTag]() { throw 1 }, get constructor() { throw 2 } })",
      expected: /./,
      sees: "the object",
    },
    {
      tried: "an inspect method of Node's",
      code: "({ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('called') } })",
      expected: /./,
      sees: "the object, or its error",
    },
    {
      tried: "an error whose name is a getter",
      code: "throw { get name() { throw 1 } }",
      expected: /Uncaught/,
    },
    {
      tried: "an error whose stack is no text",
      code: "var e = new Error('s'); e.stack = { toString() { throw 1 } }; throw e",
      expected: /^Error: s$/,
    },
    {
      tried: "an error whose message and cause are getters",
      code: "var e = new Error('m'); Object.defineProperty(e, 'message', { get() { throw 1 } }); " +
        "Object.defineProperty(e, 'cause', { get() { for (;;); } }); throw e",
      expected: /Error/,
      sees: "its error",
    },
    {
      tried: "an error that is its own cause",
      code: "var e = new Error('c'); e.cause = e; throw e",
      expected: /^Error: c$/,
    },
    {
      tried: "an error that is a proxy",
      code: "throw new Proxy(new Error('p'), { get() { throw 1 }, getPrototypeOf() { throw 2 } })",
      expected: /Uncaught|Error/,
      sees: "that something was thrown",
    },
    { tried: "an error that is undefined", code: "throw undefined", expected: /Uncaught/ },
    {
      tried: "an error that pretends to be an interrupt",
      code:
        "class Interrupted extends Error { name = 'Interrupted' } throw new Interrupted('mine')",
      expected: /^Interrupted: mine$/,
    },
    {
      tried: "an object nested ten thousand times",
      code: "var o = {}; for (let i = 0; i < 1e4; i++) o = { o }; o",
      expected: /./,
      sees: "the first levels",
    },
    {
      tried: "a list of a thousand million holes",
      code: "var l = []; l[2 ** 32 - 2] = 1; l",
      expected: /empty items|…|more/,
      sees: "the list, with its holes counted",
    },
    {
      tried: "a text of surrogates and controls",
      code: "'\\ud800\\0\\x1b[2J\\u202e'",
      expected: /./,
      sees: "the text, escaped",
    },
    { tried: "a null byte in output", code: "console.log('a\\0b'); 5", expected: /^5$/ },
    {
      tried: "a console format made of objects",
      code: "console.log({ toString() { throw 1 } }, '%s%d%j%o%O%c', Symbol(), 1n, () => {}); " +
        "console.log('%s%d%i%f%j', { toString() { throw 2 } }, Symbol(), {}, [], { toJSON() { throw 3 } }); 6",
      expected: /^6$|Uncaught|Error/,
      sees: "its output, or its error",
    },
    {
      tried: "a display with options that lie",
      code: "display(1, { get display_id() { throw 1 }, metadata: new Proxy({}, {}) })",
      expected: /./,
      sees: "an error, or its display",
    },
    {
      tried: "a display of a bundle with no JSON form",
      code:
        "display({ 'text/plain': () => 1, 'application/json': { n: 1n, f() {} } }, { raw: true }); 7",
      expected: /./,
      sees: "an error, or its display",
    },
    {
      tried: "comms with hostile targets and data",
      code: "comm.open({ toString() { throw 1 } }, { get a() { throw 2 } })",
      expected: /Error|Uncaught/,
      sees: "an error",
    },
  ],
};
