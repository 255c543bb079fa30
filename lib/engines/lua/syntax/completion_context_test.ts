// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import fc from "fast-check";
import { arbitraryCode } from "./arbitrary_code.ts";
import { type CompletionContext, completionContext } from "./completion_context.ts";
import { marked } from "./marks.ts";

function at(source: string): CompletionContext {
  const { code, cursor } = marked(source);
  return completionContext(code, cursor);
}

function access(source: string): unknown[] {
  const { path, method, prefix, dynamic } = at(source);
  return [path, method ? ":" : ".", prefix, ...(dynamic ? ["dynamic"] : [])];
}

Deno.test("completionContext() gives the path before the prefix", () => {
  assert.deepEqual(access("string.fo‸"), [["string"], ".", "fo"]);
  assert.deepEqual(access("x = obj:me‸"), [["obj"], ":", "me"]);
  assert.deepEqual(access("f(a.b[1].c.‸"), [["a", "b", 1, "c"], ".", ""]);
  assert.deepEqual(access('a["x y"][ [[z]] ].‸'), [["a", "x y", "z"], ".", ""]);
  assert.deepEqual(access("a .. b.c‸"), [["b"], ".", "c"]);
  assert.deepEqual(access("a.\n  b‸ = 1"), [["a"], ".", "b"]);
  assert.deepEqual(access("string.do‸"), [["string"], ".", "do"]);
});

Deno.test("completionContext() gives an empty path for a bare name", () => {
  assert.deepEqual(access("pri‸nt(x)"), [[], ".", "pri"]);
  assert.deepEqual(access("x = ‸"), [[], ".", ""]);
  assert.deepEqual(access("x = a..b‸"), [[], ".", "b"]);
  assert.deepEqual(access(""), [[], ".", ""]);
});

Deno.test("completionContext() gives a literal string the string library", () => {
  assert.deepEqual(access('("x"):up‸'), [["string"], ":", "up"]);
  assert.deepEqual(access('return ("x"):‸'), [["string"], ":", ""]);
});

Deno.test("completionContext() says where a value cannot be named", () => {
  for (
    const source of [
      "f().x‸",
      "f('x').x‸",
      "a[i].x‸",
      "{}.x‸",
      "a:b.x‸",
      '"x".x‸',
      "f('a')('x'):x‸",
    ]
  ) {
    assert.equal(at(source).dynamic, true, source);
  }
  for (const source of ["1.5‸", "0xf‸", "3.‸"]) assert.equal(at(source).dynamic, true, source);
});

Deno.test("completionContext() gives the extent of the prefix up to the cursor", () => {
  const { code, stretches, cursor } = marked("x = string.«fo»‸rmat(1)");
  const { start, end } = completionContext(code, cursor);
  assert.deepEqual({ start, end }, stretches[0]);
});

Deno.test("completionContext() lists locals innermost first, each once", () => {
  const source = `local a, b
function g(c)
  for i, v in pairs(t) do local a = v; ‸ end`;
  assert.deepEqual(at(source).locals, ["a", "v", "i", "c", "b"]);
});

Deno.test("completionContext() lists no local in its own value nor after its block", () => {
  assert.deepEqual(at("local a = 1\nlocal b = ‸").locals, ["a"]);
  assert.deepEqual(at("local b = b‸").locals, []);
  assert.deepEqual(at("do local a = 1 end x‸").locals, []);
  assert.deepEqual(at("repeat local a until a‸").locals, ["a"]);
  assert.deepEqual(at("local function f() f‸").locals, ["f"]);
  assert.deepEqual(at("function t:m(p) s‸").locals, ["p", "self"]);
});

Deno.test("completionContext() sees locals through broken code", () => {
  assert.deepEqual(at("local a = 1\na.\nlocal b = = 2\nif x y\nlocal c = 3\nc‸").locals, [
    ...["c", "b", "a"],
  ]);
  assert.deepEqual(at("print(function (a) local b = 1; b.‸").locals, ["b", "a"]);
});

Deno.test("completionContext() knows strings and comments", () => {
  const inside = (source: string) => [at(source).insideString, at(source).insideComment];
  for (const source of ["'a.b‸", "f([[a.b‸]])", "'a\\z\n b‸'"]) {
    assert.deepEqual(inside(source), [true, false], source);
  }
  for (const source of ["-- a.b‸", "--[[ a.b‸ ]]", "#!x‸"]) {
    assert.deepEqual(inside(source), [false, true], source);
  }
  for (const source of ["'a'‸", "--[[ a ]]‸", "-- a\n‸", "'a\nb‸"]) {
    assert.deepEqual(inside(source), [false, false], source);
  }
  assert.deepEqual(access("'a.b‸"), [[], ".", ""]);
});

Deno.test("completionContext() answers for any text and cursor", () => {
  fc.assert(fc.property(arbitraryCode, fc.integer({ min: -1, max: 80 }), (code, cursor) => {
    const { start, end, prefix } = completionContext(code, cursor);
    assert.equal(prefix, code.slice(start, end));
    assert.equal(end, Math.max(0, Math.min(cursor, code.length)));
  }));
});
