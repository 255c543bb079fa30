// SPDX-License-Identifier: Apache-2.0 OR MIT
import { createJavascriptEngine } from "../../lib/engines/javascript/mod.ts";
import { testDebugger } from "./debugger_contract.ts";
import { testEngine } from "./engine_contract.ts";

testEngine(createJavascriptEngine(), {
  answer: "6 * 7",
  nothing: "{ const unused = 1; }",
  setX: "let x = 7",
  getX: "x",
  mixedStreams: "console.log('a'); console.error('b'); console.log('c')",
  fails: "// first\nthrow new Error('boom')",
  invalid: "x = = 1",
  incomplete: "for (let i = 0; i < 3; i++) {",
  spins: "console.log('started'); for (;;);",
  spinsStubbornly: "console.log('started'); for (;;) { try { for (;;); } catch {} finally {} }",
  spinsUntilStop: "while (!globalThis.stop); 'stopped'",
  stop: "stop = true",
  readsLine: "await input()",
  exits: "try { exit(3) } catch {} finally { console.log('not reached') }",
  showsHtml: "display.html('<b>hi</b>')",
  hoards: "{ const t = []; for (;;) t.push('x'.repeat(1e5) + t.length); }",
  recurses: "function f() { return 1 + f() } f()",
  floods: "for (let i = 1; i <= 200000; i++) console.log(i)",
  registersEcho: `comm.register_target("echo", (c) => {
    c.on_msg((message) => c.send(message.data, undefined, message.buffers));
  })`,
  completes: ["parseI", "parseInt"],
  shownText: (text) => `'${text}'`,
});

testDebugger(createJavascriptEngine(), {
  adds: "function add(a, b) {\n  const sum = a + b;\n  return sum;\n}\nfirst = add(1, 2);\n" +
    "second = add(first, 10);\nconsole.log(second);\nsecond",
  prints: "console.log('before');\nx = 1;\n\nx = 2;",
  lists: "list = [1, 2, 3];\nlist[1]",
  inside: { 0: "1", 1: "2", 2: "3" },
  spins: "console.log('started'); n = 0;\nfor (;;) {\n  n++;\n}",
  failing: "missing()",
  callsAdd: "add(20, 22)",
  assignsA: "a = 5",
});
