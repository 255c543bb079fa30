// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { pushJson, toJson } from "./json_values.ts";
import { evaluate, openRuntime } from "./testing.ts";

Deno.test("toJson() gives back what pushJson() pushed", async () => {
  const lua = await openRuntime();
  const leaf = fc.oneof(
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string(),
  );
  const key = fc.string({ minLength: 1 });
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: "small" },
      leaf,
      fc.array(fc.oneof(tie("node"), fc.constant(null)), { maxLength: 4 }),
      fc.dictionary(key, tie("node"), { maxKeys: 4, noNullPrototype: true }),
    ),
  })).node;
  fc.assert(fc.property(value, (expected) => {
    pushJson(lua, lua.main, expected);
    const actual = toJson(lua, lua.main, -1);
    lua.pop(lua.main, 1);
    assert.deepEqual(JSON.parse(JSON.stringify(actual)), JSON.parse(JSON.stringify(expected)));
    assert.equal(lua.x.lua_gettop(lua.main), 0);
  }));
});

Deno.test("toJson() decides between arrays and objects as scripts expect", async () => {
  const lua = await openRuntime();
  const cases: [code: string, expected: unknown][] = [
    ["{}", {}],
    ["{1, 2}", [1, 2]],
    ["{[2] = true}", { 2: true }],
    ["{0/0, 1/0}", [null, null]],
    ["2^53", 2 ** 53],
    ["'\\xff'", "\ufffd"],
  ];
  for (const [code, expected] of cases) {
    evaluate(lua, `return ${code}`);
    assert.deepEqual(toJson(lua, lua.main, -1), expected, code);
    lua.pop(lua.main, 1);
  }
});

Deno.test("toJson() keeps a JSON list a list, whatever scripts do to it", async () => {
  const lua = await openRuntime();
  const cases: [list: unknown[], code: string, expected: unknown][] = [
    [[1, null, 3], "", [1, null, 3]],
    [[1, null], "", [1, null]],
    [[null, null], "t[1] = 'a'", ["a", null]],
    [[1, null, 3], "t[2] = 2", [1, 2, 3]],
    [[1, null, 3], "t[4] = 4; t[5] = 5", [1, null, 3, 4, 5]],
    [[1, null, 3], "t[3] = nil", [1]],
    [[null], "t[2] = 2", [null, 2]],
    [[], "", []],
    [[], "t[1] = 1; t[1] = nil", []],
    [[1, null], "t.name = 'x'", [1]],
    [[1, null], "t[0] = 0", [1]],
    [[1, null], "t[1000000000] = 1", [1]],
    [[], "t.name = 'x'", { name: "x" }],
    [[], "t = setmetatable(t, {__len = error})", []],
  ];
  for (const [list, code, expected] of cases) {
    evaluate(lua, `return function(t) ${code} return t end`);
    pushJson(lua, lua.main, list);
    lua.x.lua_callk(lua.main, 1, 1, 0, 0);
    assert.deepEqual(toJson(lua, lua.main, -1), expected, `${JSON.stringify(list)} ${code}`);
    lua.pop(lua.main, 1);
    assert.equal(lua.x.lua_gettop(lua.main), 0);
  }
});

Deno.test("pushJson() makes null nil", async () => {
  const lua = await openRuntime();
  evaluate(lua, "return function(t) return t.list[1] == nil and t.none == nil and t.list[2] end");
  pushJson(lua, lua.main, { list: [null, "second"], none: null });
  lua.x.lua_callk(lua.main, 1, 1, 0, 0);
  assert.equal(toJson(lua, lua.main, -1), "second");
});

Deno.test("toJson() refuses functions and tables that contain themselves", async () => {
  const lua = await openRuntime();
  for (const code of ["print", "{print}", "(function() local t = {} t.t = t return t end)()"]) {
    evaluate(lua, `return ${code}`);
    assert.throws(() => toJson(lua, lua.main, -1), { name: "ScriptFailure" }, code);
    lua.x.lua_settop(lua.main, 0);
  }
});
