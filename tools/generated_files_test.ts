// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { keepGenerated } from "./generated_files.ts";

Deno.test("keepGenerated() names what is not current, and writes it unless it only checks", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const root = pathToFileURL(`${folder}/`);
    const files = { "a/one.txt": "1\n", "two.txt": "2\n" };
    assert.deepEqual(await keepGenerated(files, { root, check: true }), ["a/one.txt", "two.txt"]);
    await assert.rejects(Deno.stat(`${folder}/two.txt`), Deno.errors.NotFound);
    assert.deepEqual(await keepGenerated(files, { root, check: false }), ["a/one.txt", "two.txt"]);
    assert.deepEqual(await keepGenerated(files, { root, check: true }), []);
    await Deno.writeTextFile(`${folder}/two.txt`, "changed");
    assert.deepEqual(await keepGenerated(files, { root, check: true }), ["two.txt"]);
    assert.equal(await Deno.readTextFile(`${folder}/a/one.txt`), "1\n");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
