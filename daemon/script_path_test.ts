// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { isScriptPath } from "./script_path.ts";

Deno.test("isScriptPath() takes what has a slash or ends as scripts do, there or not", () => {
  for (const word of ["./x", "/no/such", "a/b", "x.lua", "x.mjs", "x.ts", "x.py"]) {
    assert.equal(isScriptPath(word), true, word);
  }
});

Deno.test("isScriptPath() leaves options and words that name no file", () => {
  for (const word of ["-", "--loud", "-/x", "--x.py", "", "rnu", "kernel.toml.none", "a\0b"]) {
    assert.equal(isScriptPath(word), false, word);
  }
});

Deno.test("isScriptPath() takes a word that names a file, and not one that names a folder", async () => {
  const folder = await Deno.makeTempDir();
  const before = Deno.cwd();
  try {
    await Deno.writeTextFile(join(folder, "greet"), "");
    await Deno.mkdir(join(folder, "greetings"));
    Deno.chdir(folder);
    assert.deepEqual(["greet", "greetings"].map(isScriptPath), [true, false]);
  } finally {
    Deno.chdir(before);
    await Deno.remove(folder, { recursive: true });
  }
});
