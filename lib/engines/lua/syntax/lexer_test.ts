// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import fc from "fast-check";
import { arbitraryCode } from "./arbitrary_code.ts";
import { lex } from "./lexer.ts";

function types(code: string): string[] {
  return lex(code).tokens.map(({ type }) => type);
}

function texts(code: string): string[] {
  return lex(code).tokens.map(({ start, end }) => code.slice(start, end));
}

Deno.test("lex() takes the longest symbol", () => {
  assert.deepEqual(types("...==~=<=>=//::<<>>../<"), [
    ...["...", "==", "~=", "<=", ">=", "//", "::", "<<", ">>", "..", "/", "<", "<eof>"],
  ]);
});

Deno.test("lex() knows names from reserved words", () => {
  assert.deepEqual(types("end ends _end"), ["end", "<name>", "<name>", "<eof>"]);
});

Deno.test("lex() takes numerals of every form whole", () => {
  const numerals = ["3", "3.", ".3", "3e5", "3.1E-5", "0xff", "0x.8p1", "0XA.p+3", "0x1e"];
  for (const numeral of numerals) assert.deepEqual(types(numeral), ["<number>", "<eof>"], numeral);
});

Deno.test("lex() marks malformed numerals as bad and goes on after them", () => {
  for (const numeral of ["3..2", "0x", "3e", "3x", "0x1p", "1e1e1"]) {
    const [bad, name] = lex(`${numeral} y`).tokens;
    assert.equal(bad?.problem?.message, `malformed number near '${numeral}'`);
    assert.equal(name?.type, "<name>");
  }
});

Deno.test("lex() gives tokens the line on which they start", () => {
  const lines = lex("a\nb\r\nc\n\rd\re [[\n\n]] f 'x\\\n\\z\n\n' g").tokens.map(({ line }) => line);
  assert.deepEqual(lines, [0, 1, 2, 3, 4, 4, 6, 6, 9, 9]);
});

Deno.test("lex() keeps comments apart from tokens, with their lines", () => {
  const { tokens, comments } = lex("#!/usr/bin/lua\nx --[==[ a\n]] ]==] y -- b");
  assert.equal(tokens.length, 3);
  assert.deepEqual(comments, [
    { start: 0, end: 14, line: 0, endLine: 0, long: false },
    { start: 17, end: 33, line: 1, endLine: 2, long: true },
    { start: 36, end: 40, line: 2, endLine: 2, long: false },
  ]);
});

Deno.test("lex() takes a first line that starts with # alone as code", () => {
  assert.deepEqual(types("#t"), ["#", "<name>", "<eof>"]);
});

Deno.test("lex() ends a short string at its line and a long one at the end of input when they are open", () => {
  assert.deepEqual(texts("'ab\nc"), ["'ab", "c", ""]);
  assert.deepEqual(texts("[=[ab\nc]]"), ["[=[ab\nc]]", ""]);
  assert.equal(lex("--[[ ").tokens[0]?.intent, "comment");
});

Deno.test("lex() names what is wrong with an escape", () => {
  const problem = (code: string) => lex(code).tokens[0]?.problem?.message;
  assert.equal(problem("'\\q'"), "invalid escape sequence");
  assert.equal(problem("'\\256'"), "decimal escape too large");
  assert.equal(problem("'\\u{80000000}'"), "UTF-8 value too large");
  assert.equal(problem("'\\u{41'"), "missing '}' in \\u{xxxx}");
  assert.equal(problem("'\\u41'"), "missing '{' in \\u{xxxx}");
  assert.equal(problem("'\\x4g'"), "hexadecimal digit expected");
  assert.equal(problem("[=x"), "invalid long string delimiter");
});

Deno.test("lex() leaves nothing but white space between tokens and comments of any text", () => {
  fc.assert(fc.property(arbitraryCode, (code) => {
    const { tokens, comments } = lex(code);
    const parts = [...tokens, ...comments].sort((left, right) =>
      left.start - right.start || left.end - right.end
    );
    let rebuilt = "";
    for (const { start, end } of parts) {
      const blank = code.slice(rebuilt.length, start);
      assert.match(blank, /^\ufeff?[ \t\n\r\v\f]*$/);
      rebuilt += blank + code.slice(start, end);
    }
    assert.equal(rebuilt, code);
    assert.equal(tokens.at(-1)?.type, "<eof>");
  }));
});
