// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import fc from "fast-check";
import { arbitraryCode } from "./arbitrary_code.ts";
import { docComments } from "./doc_comments.ts";

function paths(code: string): string[] {
  return docComments(code).map(({ path, text }) => `${path.join(".")}: ${text}`);
}

Deno.test("docComments() finds functions however they are named", () => {
  const code = `--- one
function a.b(x) end
-- two
local function c(...) end
--- three
d = function() end
--- four
local e = function() end
--- five
function a:f() end
local t = {
  --- six
  g = function() end,
}`;
  assert.deepEqual(paths(code), [
    ...["a.b: one", "c: two", "d: three", "e: four", "a.f: five", "t.g: six"],
  ]);
});

Deno.test("docComments() gives the line and the parameters", () => {
  assert.deepEqual(docComments("\n--- x\nfunction t:f(a, b, ...) end"), [
    { path: ["t", "f"], line: 2, text: "x", parameters: ["a", "b", "..."] },
  ]);
});

Deno.test("docComments() takes all lines directly above, or one long comment", () => {
  assert.deepEqual(paths("-- no\n\n--- one\n--- two\nfunction f() end"), ["f: one\ntwo"]);
  assert.deepEqual(paths("--[==[ one\n  two\n]==]\nfunction f() end"), ["f: one\ntwo"]);
  assert.deepEqual(paths("--- no\n\nfunction f() end"), []);
  assert.deepEqual(paths("x = 1 -- no\nfunction f() end"), []);
  assert.deepEqual(paths("#!/usr/bin/lua\nfunction f() end"), []);
});

Deno.test("docComments() renders annotations readably", () => {
  const [found] = docComments(`--- Adds numbers.
---
--- Carefully.
---@param a number the first
---@param b? number | nil the second,
--- on two lines
---@param cb fun(a: number, b: string): boolean called back
---@param opts { deep: boolean }
---@return number sum
---@return string? # the problem
---@nodiscard
---@deprecated use plus
---@see plus
local function add(a, b, cb, opts) end`);
  assert.equal(
    found?.text,
    `Adds numbers.

Carefully.

Parameters:
  a (number): the first
  b? (number | nil): the second,
    on two lines
  cb (fun(a: number, b: string): boolean): called back
  opts ({ deep: boolean })

Returns:
  number: sum
  string?: the problem

Deprecated: use plus
See: plus`,
  );
});

Deno.test("docComments() reads what it can of broken code", () => {
  assert.deepEqual(paths("x = = 1\n--- one\nfunction f(a) return a +"), ["f: one"]);
});

Deno.test("docComments() answers for any text", () => {
  fc.assert(fc.property(arbitraryCode, (code) => {
    for (const { path, text } of docComments(code)) {
      assert.ok(path.length > 0 && text !== "");
    }
  }));
});
