// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import fc from "fast-check";
import { arbitraryCode } from "./arbitrary_code.ts";
import { isComplete } from "./completeness.ts";
import { loadable } from "./trailing_expression.ts";

function indentAfter(code: string): string {
  const result = isComplete(code);
  assert.equal(result.status, "incomplete", code);
  return result.status === "incomplete" ? result.indent : "";
}

Deno.test("isComplete() accepts chunks, trailing expressions and nothing at all", () => {
  for (const code of ["", "  \n", "-- x", "x = 1", "x", "1, 2", "f(x)", "for i = 1, 2 do end"]) {
    assert.deepEqual(isComplete(code), { status: "complete" }, code);
  }
});

Deno.test("isComplete() asks for more where input ends too early", () => {
  for (
    const code of [
      "x =",
      "1 +",
      "f{}.",
      "x = f,",
      "x = [[a",
      "--[[ a",
      "x = 'a\\",
      "x = 'a\\z",
      "a.",
    ]
  ) {
    assert.deepEqual(isComplete(code), { status: "incomplete", indent: "" }, code);
  }
});

Deno.test("isComplete() refuses what no further line makes right", () => {
  for (
    const code of ["x = )", "x y", "'abc", "'abc\n", "end", "goto x", "break", "3x", "x = '\\q"]
  ) {
    assert.deepEqual(isComplete(code), { status: "invalid" }, code);
  }
});

Deno.test("isComplete() indents by the blocks that the last line opens", () => {
  assert.equal(indentAfter("if x then"), "  ");
  assert.equal(indentAfter("  while x do\n\n"), "    ");
  assert.equal(indentAfter("for i = 1, 2 do\n  f()"), "  ");
  assert.equal(indentAfter("for i = 1, 2 do f() end if x then"), "  ");
  assert.equal(indentAfter("if x then\n  f()\nelse"), "  ");
  assert.equal(indentAfter("if x then f() else"), "  ");
  assert.equal(indentAfter("function f() return function()"), "    ");
  assert.equal(indentAfter("repeat"), "  ");
  assert.equal(indentAfter("if x then\n  f()\nend if y then"), "  ");
});

Deno.test("isComplete() indents once for brackets where no block is opened", () => {
  assert.equal(indentAfter("t = {"), "  ");
  assert.equal(indentAfter("f({{"), "  ");
  assert.equal(indentAfter("f({ a = function()"), "  ");
  assert.equal(indentAfter("t = {\n  1,\n  f(2),"), "  ");
  assert.equal(indentAfter("\tt = { 1, -- one {"), "\t  ");
});

Deno.test("isComplete() gives no indentation inside a long string", () => {
  assert.equal(indentAfter("  if x then y = [["), "");
});

Deno.test("isComplete() answers for any text, shebang or not", () => {
  fc.assert(fc.property(arbitraryCode, (code) => {
    assert.equal(isComplete(code).status, isComplete(loadable(code)).status);
  }));
});
