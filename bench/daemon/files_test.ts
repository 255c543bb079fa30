// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { appendedText, inodeOf, sizeOf, writeWhole } from "./files.ts";

Deno.test("inodeOf(), sizeOf() and appendedText() take a missing file as an empty one", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/x.log`;
  assert.deepEqual([inodeOf(path), sizeOf(path), appendedText(path, 0)], [undefined, 0, ""]);
  Deno.writeTextFileSync(path, "one\ntwo\n");
  assert.deepEqual([sizeOf(path), appendedText(path, 4)], [8, "two\n"]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("writeWhole() puts another file in the place of the one before", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/x.toml`;
  writeWhole(path, "one");
  const before = inodeOf(path);
  writeWhole(path, "two");
  assert.equal(Deno.readTextFileSync(path), "two");
  assert.notEqual(inodeOf(path), before);
  assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["x.toml"]);
  await Deno.remove(folder, { recursive: true });
});
