// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { KernelError } from "../lib/errors.ts";
import { engineLoaders, languageOf, languageOfScript } from "./engines.ts";

Deno.test("languageOfScript() goes by the ending, and takes what it does not know for Lua", () => {
  for (const path of ["a.js", "/x/a.mjs", "a.cjs", "a.ts", "a.mts"]) {
    assert.equal(languageOfScript(path), "javascript", path);
  }
  assert.equal(languageOfScript("a.py"), "python");
  for (const path of ["a.lua", "-", "script", "a.js.lua"]) {
    assert.equal(languageOfScript(path), "lua", path);
  }
});

Deno.test("languageOf() names the languages there are when it knows no engine", () => {
  for (const name of Object.keys(engineLoaders)) assert.equal(languageOf(name), name);
  for (const name of ["cobol", "toString"]) {
    assert.throws(
      () => languageOf(name),
      (error) => error instanceof KernelError && /lua, javascript, python/.test(error.hint),
    );
  }
});

Deno.test("engineLoaders load factories of their languages", async () => {
  for (const [name, load] of Object.entries(engineLoaders)) {
    assert.equal((await load()).language.name, name);
  }
});
