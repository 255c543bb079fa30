// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { evaluate, openRuntime } from "./testing.ts";
import { describeValue } from "./text_values.ts";

const limits = { maxChars: 1_000, maxItems: 20, maxDepth: 4 };

async function describer(): Promise<(code: string, metamethods?: boolean) => string> {
  const lua = await openRuntime();
  return (code, metamethods = true) => {
    evaluate(lua, `return ${code}`);
    const text = describeValue(lua, lua.main, 1, { limits, metamethods });
    assert.equal(lua.x.lua_gettop(lua.main), 1);
    lua.x.lua_settop(lua.main, 0);
    return text;
  };
}

Deno.test("describeValue() lays out values", async () => {
  const describe = await describer();
  const cases: [code: string, expected: string][] = [
    ["nil", "nil"],
    ["true", "true"],
    ["1", "1"],
    ["1.0", "1.0"],
    ["'a\"b\\n\\xff'", '"a\\"b\\n\\xff"'],
    ["{}", "{}"],
    ["{1, 'x', {y = 2}}", '{1, "x", {y = 2}}'],
    [
      "{b = 1, a = 2, [10] = 3, [1.5] = 4, ['k y'] = 5, ['end'] = 6}",
      '{[1.5] = 4, [10] = 3, ["end"] = 6, ["k y"] = 5, a = 2, b = 1}',
    ],
    ["(function() local t = {} t.t = t return t end)()", "<1>{t = <table 1>}"],
    ["(function() local t = {} return {t, t} end)()", "{<1>{}, <table 1>}"],
    ["setmetatable({}, {__tostring = function() return 'mine' end})", "mine"],
    ["{{{{{}}}}, {{{{1}}}}}", "{{{{{}}}}, {{{{…}}}}}"],
  ];
  for (const [code, expected] of cases) assert.equal(describe(code), expected, code);
});

Deno.test("describeValue() breaks long tables into lines and cuts at its limits", async () => {
  const describe = await describer();
  const list = describe(
    "(function() local t = {} for i = 1, 50 do t[i] = ('x'):rep(9) end return t end)()",
  );
  assert.match(list, /^\{\n {2}"x{9}",\n/);
  assert.match(list, /… 30 more\n\}$/);
  assert.match(describe("('x'):rep(5000)"), /"… \(4040 more bytes\)$/);
  const keyed = describe(
    "(function() local t = {} for i = 1, 50 do t['k' .. i] = i end return t end)()",
  );
  assert.match(keyed, /… 30 more/);
});

Deno.test("describeValue() runs no metamethod when it must not", async () => {
  const describe = await describer();
  const code = "setmetatable({}, {__tostring = function() error('ran') end, __name = 'Mine'})";
  assert.match(describe(code, false), /^Mine: 0x/);
  assert.match(describe(code), /^<error in __tostring: .*ran>$/);
});
