// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import fc from "fast-check";
import { arbitraryCode } from "./arbitrary_code.ts";
import { marked } from "./marks.ts";
import { callAt, nameAt } from "./names.ts";

function name(source: string): unknown {
  const { code, cursor, stretches } = marked(source);
  const found = nameAt(code, cursor);
  if (found === undefined) return undefined;
  assert.deepEqual({ start: found.start, end: found.end }, stretches[0], source);
  return `${found.path.join(".")}${found.method ? " (method)" : ""}`;
}

function call(source: string): unknown {
  const { code, cursor } = marked(source);
  const found = callAt(code, cursor);
  return found && `${found.path.join(found.method ? ":" : ".")} ${found.argument}`;
}

Deno.test("nameAt() gives the dotted name up to the part under the cursor", () => {
  assert.equal(name("x = «string.for‸mat»(1)"), "string.format");
  assert.equal(name("«str‸ing».format(1)"), "string");
  assert.equal(name("«a[1].‸b».c"), "a.1.b");
  assert.equal(name("«obj.x:m‸et»()"), "obj.x.met (method)");
  assert.equal(name('«("x"):re‸p»(3)'), "string.rep (method)");
});

Deno.test("nameAt() gives the name just before the cursor", () => {
  assert.equal(name("«print»‸"), "print");
  assert.equal(name("«print»‸(x)"), "print");
  assert.equal(name("«print»(‸"), "print");
  assert.equal(name("«a.b».‸"), "a.b");
  assert.equal(name("«a.b»:‸"), "a.b");
});

Deno.test("nameAt() gives nothing in strings, comments, numbers and for unnamed values", () => {
  for (
    const source of ["'abc‸'", "[[abc‸]]", "-- abc‸", "--[[ a‸bc ]]", "f().x‸", "12‸", "x ‸", "‸"]
  ) {
    assert.equal(name(source), undefined, source);
  }
});

Deno.test("callAt() gives the call around the cursor and the argument", () => {
  assert.equal(call("f(‸"), "f 0");
  assert.equal(call("string.rep(s, ‸)"), "string.rep 1");
  assert.equal(call("obj:m(1, g(2, 3), ‸"), "obj:m 2");
  assert.equal(call("f(g(1, 2‸))"), "g 1");
  assert.equal(call("f({ 1, 2, ‸"), "f 0");
  assert.equal(call("f((1 + ‸"), "f 0");
  assert.equal(call("f(a[1, 2], 'x, y', [[, ]], ‸"), "f 3");
  assert.equal(call("f('(', ‸"), "f 1");
  assert.equal(call("f(a, ']‸"), "f 1");
  assert.equal(call("f(a], ‸"), "f 1");
});

Deno.test("callAt() looks past function bodies among the arguments, but not out of one", () => {
  assert.equal(call("f(function() local a, b = 1, 2 if x then end end, ‸"), "f 1");
  assert.equal(call("f(function(a, b) repeat x, y = 1, 2 until z end, ‸"), "f 1");
  assert.equal(call("f(function() ‸"), undefined);
});

Deno.test("callAt() gives nothing outside calls, for parameters and for unnamed values", () => {
  for (const source of ["‸", "f()‸", "x = (1, ‸", "function f(a, ‸", "function a.b:c(‸", "f()(‸"]) {
    assert.equal(call(source), undefined, source);
  }
  assert.equal(call("local f = function(a, ‸"), undefined);
});

Deno.test("nameAt() and callAt() answer for any text and cursor", () => {
  fc.assert(fc.property(arbitraryCode, fc.integer({ min: -1, max: 80 }), (code, cursor) => {
    const found = nameAt(code, cursor);
    assert.ok(found === undefined || (found.start <= cursor && found.path.length > 0));
    assert.ok((callAt(code, cursor)?.argument ?? 0) >= 0);
  }));
});
