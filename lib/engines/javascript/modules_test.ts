// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { moduleName, moduleTemplates } from "./modules.ts";

Deno.test("moduleName() looks for a relative module beside its importer", () => {
  assert.equal(moduleName(undefined, "./a.js"), "a.js");
  assert.equal(moduleName("lib/a.js", "./b.js"), "lib/b.js");
  assert.equal(moduleName("lib/a.js", "../b.ts"), "b.ts");
  assert.equal(moduleName("/srv/a.js", "./b.js"), "/srv/b.js");
  assert.equal(moduleName("lib/a.js", "tool"), "tool");
});

Deno.test("moduleTemplates() names the files a module may be in", () => {
  assert.equal(moduleTemplates("a.ts"), "a.ts");
  assert.equal(moduleTemplates("a.mts"), "a.mts");
  assert.equal(moduleTemplates("a"), "a.js;a.mjs;a.ts;a.mts;a.json;a/index.js;a/index.ts");
  assert.throws(() => moduleTemplates("a;/b.js"), TypeError);
  for (const name of ["./a.cjs", "a.cts"]) {
    assert.throws(() => moduleTemplates(name), /CommonJS modules are not supported/);
  }
});
