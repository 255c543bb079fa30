// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { KernelError } from "../lib/errors.ts";
import { engineLoaders, engineNames, languageOf, languageOfEnding } from "./engines.ts";

Deno.test("languageOfEnding() goes by the last ending, and says nothing of one it does not know", () => {
  for (const path of ["a.js", "/x/a.mjs", "a.cjs", "a.ts", "a.mts"]) {
    assert.equal(languageOfEnding(path), "javascript", path);
  }
  assert.equal(languageOfEnding("a.py"), "python");
  for (const path of ["a.lua", "a.js.lua"]) assert.equal(languageOfEnding(path), "lua", path);
  for (const path of ["-", "script", "a.rb", "py", "a.js/b"]) {
    assert.equal(languageOfEnding(path), undefined, path);
  }
});

Deno.test("languageOf() knows the short names of languages", () => {
  assert.deepEqual(["js", "ts", "py"].map(languageOf), ["javascript", "javascript", "python"]);
  for (const name of engineNames) assert.ok(Object.hasOwn(engineLoaders, languageOf(name)), name);
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
