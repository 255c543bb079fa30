// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { LuaFactory } from "wasmoon";
import { keywords, standardLibrary } from "./mod.ts";

const libraries = ["coroutine", "string", "utf8", "table", "math", "io", "os"];

Deno.test("standardLibrary has an entry for every function and library of Lua but debug's", async () => {
  const engine = await new LuaFactory().createEngine({ openStandardLibs: true });
  try {
    const names: string = await engine.doString(`
      local names = {}
      for name in pairs(_G) do names[#names + 1] = name end
      for library in ("${libraries.join(" ")} package"):gmatch("%S+") do
        for name in pairs(_G[library]) do names[#names + 1] = library .. "." .. name end
      end
      for name in pairs(getmetatable(io.stdout).__index) do names[#names + 1] = "file:" .. name end
      return table.concat(names, " ")`);
    const own = /^(?:jsArray|Array|Error|null|typeof|instanceof|new|createFunction|.*[^\w.:].*)$/;
    const absent = names.split(" ").filter((name) => !(name in standardLibrary) && !own.test(name));
    assert.deepEqual(absent, ["package.loadlib"]);
  } finally {
    engine.global.close();
  }
});

Deno.test("standardLibrary has signatures in parentheses for all that is called", () => {
  for (const [name, { kind, signature, text }] of Object.entries(standardLibrary)) {
    const called = kind === "function" || kind === "method";
    assert.match(signature, called ? /^\([\w?, .]*\)$/ : /^$/, name);
    assert.match(text, /^(?:[A-Z"]|e to ).*[.:`]$/s, name);
    assert.equal(kind === "method", name.includes(":"), name);
  }
});

Deno.test("standardLibrary has nothing under names that objects inherit", () => {
  assert.equal(standardLibrary["constructor"], undefined);
  assert.equal(standardLibrary["toString"], undefined);
});

Deno.test("keywords are the 22 reserved words of Lua", () => {
  assert.equal(keywords.length, 22);
  assert.ok(keywords.includes("goto"));
});
