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
      fc.array(tie("node"), { minLength: 1, maxLength: 4 }),
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

Deno.test("toJson() refuses functions and tables that contain themselves", async () => {
  const lua = await openRuntime();
  for (const code of ["print", "{print}", "(function() local t = {} t.t = t return t end)()"]) {
    evaluate(lua, `return ${code}`);
    assert.throws(() => toJson(lua, lua.main, -1), { name: "ScriptFailure" }, code);
    lua.x.lua_settop(lua.main, 0);
  }
});
