// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import fc from "fast-check";
import { arbitraryCode } from "./arbitrary_code.ts";
import { marked } from "./marks.ts";
import { parse } from "./parser.ts";

function firstProblem(code: string): string | undefined {
  return parse(code).problems[0]?.message;
}

Deno.test("parse() records each local with its place and where it can be used", () => {
  const { code, stretches } = marked("do local «greet» = greet‹; print(greet) ›end print(greet)");
  const [name, scope] = stretches;
  const [local] = parse(code).locals;
  assert.deepEqual(
    { start: local?.start, end: local?.end, from: local?.visibleFrom, to: local?.visibleTo },
    { start: name?.start, end: name?.end, from: scope?.start, to: scope?.end },
  );
});

Deno.test("parse() records kinds and attributes of locals", () => {
  const { locals } = parse(
    "local a <const>, b <close> = 1\nlocal function f(p, ...) end\nfunction t:m() end\nfor i = 1, 2 do end",
  );
  assert.deepEqual(locals.map(({ name, kind, attribute }) => [name, kind, attribute]), [
    ["a", "local", "const"],
    ["b", "local", "close"],
    ["f", "function", undefined],
    ["p", "parameter", undefined],
    ["self", "self", undefined],
    ["i", "for", undefined],
  ]);
});

Deno.test("parse() lets a repeat block's locals be used in its condition", () => {
  const { code, stretches } = marked("repeat local done‹ = true until done› print(done)");
  assert.equal(parse(code).locals[0]?.visibleTo, stretches[0]?.end);
});

Deno.test("parse() records functions under the names they are bound to", () => {
  const { functions } = parse(
    "function a.b(x) end\nfunction a:c(...) end\nlocal function d() end\nlocal e = function() end\n" +
      "e.f = function() end\nlocal g = {\n h = function() end, [1] = function() end,\n i = { j = function() end } }\n" +
      "k(function() end)",
  );
  assert.deepEqual(functions.map(({ path, local, line }) => [path.join("."), local, line]), [
    ["a.b", false, 0],
    ["a.c", false, 1],
    ["d", true, 2],
    ["e", true, 3],
    ["e.f", true, 4],
    ["g.h", true, 6],
    ["", false, 6],
    ["g.i.j", true, 7],
    ["", false, 8],
  ]);
});

Deno.test("parse() records statements, blocks and labels", () => {
  const { code, stretches } = marked("«while x do‹ «::a::» «f()» ›end»");
  const { statements, blocks, labels } = parse(code);
  assert.deepEqual(statements.map(({ kind }) => kind), ["label", "call", "while"]);
  const [whole, block, label] = stretches;
  assert.deepEqual({ start: statements[2]?.start, end: statements[2]?.end }, whole);
  assert.deepEqual(blocks[0], { ...block, loop: true, depth: 1 });
  assert.equal(statements[0]?.start, label?.start);
  assert.deepEqual(labels.map(({ name }) => name), ["a"]);
});

Deno.test("parse() names the problems Lua names", () => {
  assert.equal(firstProblem("x = = 1"), "unexpected symbol near '='");
  assert.equal(
    firstProblem("if x then\ny()"),
    "'end' expected (to close 'if' at line 1) near <eof>",
  );
  assert.equal(firstProblem("break"), "break outside a loop at line 1");
  assert.equal(firstProblem("goto x"), "no visible label 'x' for goto at line 1");
  assert.equal(firstProblem("::a:: ::a::"), "label 'a' already defined");
  assert.equal(
    firstProblem("goto a; local x; ::a:: f()"),
    "<goto a> at line 1 jumps into the scope of local 'x'",
  );
  assert.equal(
    firstProblem("local x <const> = 1; x = 2"),
    "attempt to assign to const variable 'x'",
  );
  assert.equal(firstProblem("local x <foo> = 1"), "unknown attribute 'foo'");
  assert.equal(firstProblem("end"), "'<eof>' expected near 'end'");
});

Deno.test("parse() goes on after a mistake and still sees later locals and functions", () => {
  const code = "local a = = 1\nfoo.\nlocal b = 2\nif x y then local c = 1 end\nfunction f(d) end";
  const { locals, functions, problems } = parse(code);
  assert.deepEqual(locals.map(({ name }) => name), ["a", "b", "c", "d"]);
  assert.deepEqual(functions.map(({ path }) => path), [["f"]]);
  assert.deepEqual(problems.map(({ line }) => line), [0, 2, 3, 3]);
});

Deno.test("parse() refuses nesting beyond its limit without exhausting the stack", () => {
  for (const open of ["(", "{", "do ", "f(function() ", "x = ", "- ", "a.."]) {
    const { problems } = parse(`x = ${open.repeat(10_000)}`);
    assert.ok(problems.length > 0, open);
  }
  assert.match(firstProblem(`x = ${"(".repeat(10_000)}`) ?? "", /^C stack overflow/);
  assert.match(firstProblem("do ".repeat(10_000)) ?? "", /^C stack overflow/);
});

Deno.test("parse() keeps every extent within any text", () => {
  fc.assert(fc.property(arbitraryCode, (code) => {
    const { locals, functions, statements, blocks } = parse(code);
    for (const { start, end } of [...locals, ...functions, ...statements, ...blocks]) {
      assert.ok(0 <= start && start <= end && end <= code.length, `${start} to ${end}`);
    }
  }));
});
