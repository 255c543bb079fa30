// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { KernelError } from "../lib/errors.ts";
import { scriptLanguage } from "./script_language.ts";

const nothing = { engine: undefined, path: "script", shebang: undefined, fallback: "lua" };

Deno.test("scriptLanguage() hears --engine, then the ending, then the first line, then the setting", () => {
  const all = {
    engine: "lua",
    path: "a.js",
    shebang: "#!/usr/bin/python3",
    fallback: "javascript",
  };
  assert.equal(scriptLanguage(all), "lua");
  assert.equal(scriptLanguage({ ...all, engine: undefined }), "javascript");
  assert.equal(scriptLanguage({ ...all, engine: undefined, path: "a" }), "python");
  assert.equal(scriptLanguage({ ...nothing, fallback: "javascript" }), "javascript");
  assert.equal(scriptLanguage(nothing), "lua");
  assert.equal(scriptLanguage({ ...nothing, shebang: "#!/usr/bin/env llmspell" }), "lua");
});

Deno.test("scriptLanguage() takes short names wherever a name may stand", () => {
  assert.equal(scriptLanguage({ ...nothing, engine: "py" }), "python");
  assert.equal(scriptLanguage({ ...nothing, fallback: "ts" }), "javascript");
  const shebang = "#!/usr/bin/env -S llmspell run --engine js";
  assert.equal(scriptLanguage({ ...nothing, shebang }), "javascript");
});

Deno.test("scriptLanguage() names the script, the engine and those there are when there is none", () => {
  const shebang = "#!/usr/bin/env -S llmspell run --engine cobol";
  assert.throws(
    () => scriptLanguage({ ...nothing, shebang }),
    (error) =>
      error instanceof KernelError && /"script": .*"cobol"/.test(error.message) &&
      /lua, javascript, python, js, ts, py/.test(error.hint),
  );
  assert.throws(() => scriptLanguage({ ...nothing, fallback: "cobol" }), /"cobol": there is no/);
});
