// SPDX-License-Identifier: Apache-2.0 OR MIT
// Compares the parser with Lua 5.4 itself.

import assert from "node:assert/strict";
import { LuaFactory } from "wasmoon";
import { isComplete } from "./completeness.ts";
import { corpus } from "./corpus.ts";
import { lex } from "./lexer.ts";
import { parse } from "./parser.ts";
import { loadable, splitTrailingExpression } from "./trailing_expression.ts";

type Load = (code: string) => string;

async function withLoad(check: (load: Load) => void): Promise<void> {
  const engine = await new LuaFactory().createEngine({ openStandardLibs: true });
  try {
    const load: Load = await engine.doString(
      "local load = load; return function(c) local f, m = load(c, '=x', 't'); return f and '' or m end",
    );
    check(load);
  } finally {
    engine.global.close();
  }
}

/** What Lua says of code as a console sends it: each line ended. */
function verdict(load: Load, code: string): string {
  const message = load(code === "" || /[\r\n]$/.test(code) ? code : `${code}\n`);
  return message === "" ? "complete" : message.endsWith("<eof>") ? "incomplete" : "invalid";
}

const tokenEnds = (code: string): number[] => lex(code).tokens.map(({ end }) => end);

/** Chunks where we mean to differ: Lua takes the first line of files only for what a system starts scripts by. */
const ours: ReadonlySet<string> = new Set(["#!x"]);
const shown = (code: string): string => JSON.stringify(code.slice(-60));

Deno.test("isComplete() says what Lua says of every chunk of the corpus", () =>
  withLoad((load) => {
    const wrong = corpus(tokenEnds).flatMap((code) => {
      if (ours.has(code)) return [];
      const { trailing } = parse(code);
      const values = trailing !== undefined && trailing.start > 0;
      const plain = values ? "complete" : verdict(load, code);
      const wrapped = verdict(load, `return ${code}`);
      const expected = plain === "invalid" || wrapped === "complete" ? wrapped : plain;
      const actual = isComplete(code).status;
      return actual === expected ? [] : [`${shown(code)}: ${actual}, in Lua ${expected}`];
    });
    assert.deepEqual(wrong, []);
  }));

Deno.test("splitTrailingExpression() keeps the chunk's own line in the traceback of a call", async () => {
  const engine = await new LuaFactory().createEngine({ openStandardLibs: true });
  try {
    const code = splitTrailingExpression("local function f() return debug.traceback() end\n\nf()")
      ?.code;
    const traceback: string = await engine.doString(`${code}`);
    assert.match(traceback, /:1: in [^\n]*f/);
    assert.match(traceback, /:3: in main chunk/);
    assert.doesNotMatch(traceback, /tail calls/);
  } finally {
    engine.global.close();
  }
});

Deno.test("splitTrailingExpression() gives chunks that Lua accepts wherever isComplete() accepts", () =>
  withLoad((load) => {
    const wrong = corpus(tokenEnds).flatMap((code) => {
      if (isComplete(code).status !== "complete") return [];
      const message = load(splitTrailingExpression(code)?.code ?? loadable(code));
      return message === "" ? [] : [`${shown(code)}: ${message}`];
    });
    assert.deepEqual(wrong, []);
  }));
