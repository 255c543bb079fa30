// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import fc from "fast-check";
import { arbitraryCode } from "./arbitrary_code.ts";
import { loadable, splitTrailingExpression } from "./trailing_expression.ts";

function split(code: string): string | undefined {
  return splitTrailingExpression(code)?.code;
}

Deno.test("splitTrailingExpression() returns the values a chunk ends with", () => {
  assert.equal(split("x = 1\nx + 1"), "x = 1\nreturn x + 1");
  assert.equal(split('"a", 2'), 'return "a", 2');
  assert.equal(split("x"), "return x");
  assert.equal(split("#t"), "return #t");
  assert.equal(split("a.b[1]"), "return a.b[1]");
  assert.equal(split("function(x) return x end"), "return function(x) return x end");
  assert.equal(split("{1, 2}"), "return {1, 2}");
  assert.equal(split("..."), "return ...");
});

Deno.test("splitTrailingExpression() keeps the chunk's frame below a single call", () => {
  assert.equal(split("f(x)"), "local frame_ <close> = nil return f(x)");
  assert.equal(split("f{frame_}"), "local frame__ <close> = nil return f{frame_}");
  assert.equal(split("x = 1\nobj:m()"), "x = 1\nlocal frame_ <close> = nil return obj:m()");
  assert.equal(split("f(x), 1"), "return f(x), 1");
  assert.equal(split("x = 1\nf(x) + 1"), "x = 1\nreturn f(x) + 1");
  assert.equal(split("f(x)\n- 1"), "return f(x)\n- 1");
  assert.equal(split("f(x); - 1"), "f(x); return - 1");
  assert.equal(split("(f(x))"), "return (f(x))");
  assert.equal(split(`${"local x ".repeat(200)}f()`), `${"local x ".repeat(200)}return f()`);
});

Deno.test("splitTrailingExpression() leaves one semicolon and all comments", () => {
  assert.equal(split("x; -- end"), "return x; -- end");
  assert.equal(split("x ;--[[;]];\n;"), "return x ;--[[;]] \n ");
  assert.equal(split("-- first\nx --[[ y ]]"), "-- first\nreturn x --[[ y ]]");
});

Deno.test("splitTrailingExpression() reads greedily, as Lua does", () => {
  assert.equal(split("y = f\n(x)"), undefined);
  assert.equal(split("y = f;\n(x)"), "y = f;\nreturn (x)");
  assert.equal(split("f\n(x)"), "local frame_ <close> = nil return f\n(x)");
});

Deno.test("splitTrailingExpression() has nothing to do for other chunks", () => {
  for (const code of ["", "-- x", "x = 1", "return f(x)", "do f() end", "f() ::a::", "x y", "f("]) {
    assert.equal(split(code), undefined, code);
  }
});

Deno.test("splitTrailingExpression() makes a comment of a first line for the system", () => {
  assert.equal(split("#!/usr/bin/lua\nx"), "--#!/usr/bin/lua\nreturn x");
});

Deno.test("loadable() takes the byte order mark away and keeps other code as it is", () => {
  assert.equal(loadable("\ufeff#!x\ny = 1"), "--#!x\ny = 1");
  assert.equal(loadable("#t"), "#t");
});

Deno.test("splitTrailingExpression() keeps the number of lines of any text", () => {
  fc.assert(fc.property(arbitraryCode, (code) => {
    const result = split(code);
    if (result === undefined) return;
    assert.equal(result.split(/\r\n|\n\r|[\r\n]/).length, code.split(/\r\n|\n\r|[\r\n]/).length);
    assert.equal(split(result), undefined);
  }));
});
