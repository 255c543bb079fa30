// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { instrument, type Instrumented } from "./instrument.ts";
import { sourceColumn } from "./instrument_edits.ts";

function made(code: string, isModule = false): Instrumented {
  return instrument(code, { name: "$n", source: 0, firstSite: 1, firstPoint: 0, isModule });
}

/** The code without what was inserted. */
function stripped({ code }: Instrumented): string {
  return code.split("/*$n*/").filter((_, index) => index % 2 === 0).join("");
}

const sources: readonly string[] = [
  "#!/usr/bin/env llmspell\n'use strict'\nfoo()",
  "if (a) b(); else if (c) d()\nelse { e() }",
  "for (;;) break\nfor (let i = 0, j; i < 1; i++) i\nfor (var k in o) k\nfor (const x of y) { x }",
  "do a()\nwhile (b, c)\nwhile ((d, e)) f()",
  "a: for (const b of c) { continue a }",
  "switch (a) { case b: let c; case 2: default: d() }",
  "try { a() } catch { b() } finally { c() }",
  "const f = async (a, { b = () => 1 }, ...c) => await (a, b)\nconst g = x => ({ x })\nconst h = () => y => z => 1",
  "class A extends B { #p = () => 1; static { a() } constructor() { super() } get b() { return 1 } [c()]() {} }",
  "function* f() { yield; yield* g(); const a = yield b }",
  "async function* f() { for await (const a of (b, c)) await a; for await (const d of e()) yield d }",
  "class S { set a(b) { eval(b) } } const o = { set c(d) { arguments } }",
  "function f(a,) { return arguments } function g(a) { 'use strict'; return arguments }",
  "function f(g) { var g = 1; function g() { return 2 } return g }",
  "with (a) { b() }",
  "a\n++b\n;[1].map((x) =>\n  x)\nvar c = function () {}\n(d)",
  "const t = `${() => 1} ${a}`; debugger",
  "await a; for await (const b of c) d()",
  "",
];

Deno.test("instrument() only inserts, between marks and without a line break", () => {
  for (const source of sources) {
    const ready = made(source);
    assert.equal(stripped(ready), source);
    assert.equal(ready.code.split("\n").length, source.split("\n").length, source);
    // What it makes is a program again.
    made(ready.code);
  }
  const module =
    "import a, { b } from 'c'\nexport const d = a()\nexport default function () { b() }\nexport * from 'e'";
  assert.equal(stripped(made(module, true)), module);
});

Deno.test("instrument() makes a point of each line with a statement", () => {
  const { points, sites } = made(
    "let a\nlet b = 1\n\nfunction f() {\n  return b; b\n}\nf(); f();\nwhile (b)\n  b--",
  );
  assert.deepEqual(points.map(({ line }) => line), [1, 4, 4, 6, 7, 8]);
  assert.deepEqual(sites, ["(anonymous)", "f"]);
});

Deno.test("instrument() knows the names in sight", () => {
  const { points } = made(
    "function f(a, { b, ...c }) {\n  var d; let e;\n  { const g = 1;\n    var h = g; }\n}",
  );
  const { scope } = points.find(({ line }) => line === 3)!;
  assert.deepEqual([...scope.names], ["g"]);
  assert.deepEqual([...scope.parent!.names].sort(), ["a", "b", "c", "d", "e", "h"]);
  assert.deepEqual([...scope.parent!.parent!.names], ["f"]);
});

Deno.test("sourceColumn() finds the way back", () => {
  const source = "x = () => y(1); if (x) z()\nfoo(); { bar() }";
  const { code, shifts } = made(source);
  for (const [line, text] of source.split("\n").entries()) {
    for (const word of text.match(/\w+\(/g) ?? []) {
      const column = code.split("\n")[line]!.indexOf(word);
      assert.equal(sourceColumn(shifts, line, column), text.indexOf(word), word);
    }
  }
});
