// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { rememberedLength, rememberList } from "./json_lists.ts";
import { evaluate, openRuntime } from "./testing.ts";

Deno.test("rememberedLength() knows a list, and no other table", async () => {
  const lua = await openRuntime();
  evaluate(lua, "return {}");
  assert.equal(rememberedLength(lua, lua.main, 1), undefined);
  rememberList(lua, lua.main, [null, null]);
  assert.equal(rememberedLength(lua, lua.main, 1), 2);
  evaluate(lua, "return {}");
  assert.equal(rememberedLength(lua, lua.main, 2), undefined);
  assert.equal(lua.x.lua_gettop(lua.main), 2);
});

Deno.test("rememberList() keeps no table alive", async () => {
  const lua = await openRuntime();
  evaluate(lua, "freed = 0 return setmetatable({}, {__gc = function() freed = freed + 1 end})");
  rememberList(lua, lua.main, []);
  lua.x.lua_settop(lua.main, 0);
  evaluate(lua, "collectgarbage() collectgarbage() return freed");
  assert.equal(lua.x.lua_tonumberx(lua.main, -1, 0), 1);
});
