// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { removeDrafts, removeIfThere, writeFileAtomically } from "./atomic_file.ts";

Deno.test("writeFileAtomically() replaces the content, sets the mode and leaves nothing else", () => {
  const folder = Deno.makeTempDirSync();
  const path = `${folder}/state.json`;
  writeFileAtomically(path, "old", 0o644);
  writeFileAtomically(path, new Uint8Array([110, 101, 119]), 0o600);
  assert.equal(Deno.readTextFileSync(path), "new");
  assert.equal((Deno.statSync(path).mode ?? 0) & 0o777, 0o600);
  assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["state.json"]);
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("writeFileAtomically() leaves the old file and no temporary one when it cannot replace it", () => {
  const folder = Deno.makeTempDirSync();
  Deno.mkdirSync(`${folder}/state.json/inside`, { recursive: true });
  assert.throws(() => writeFileAtomically(`${folder}/state.json`, "new", 0o600));
  assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["state.json"]);
  assert.throws(() => writeFileAtomically(`${folder}/missing/state.json`, "x", 0o600));
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("removeIfThere() removes a file, and does nothing where there is none", () => {
  const path = Deno.makeTempFileSync();
  removeIfThere(path);
  removeIfThere(path);
  assert.throws(() => Deno.statSync(path), Deno.errors.NotFound);
});

Deno.test("removeDrafts() removes the temporary files of one file, or of all in a folder", () => {
  const folder = Deno.makeTempDirSync();
  const names = [
    "a.json",
    "a.json.12.0123abcd.tmp",
    "a.json.5f0e7f2e-0000-4000-8000-000000000000.tmp",
    "b.json.12.0123abcd.tmp",
    "notes.tmp",
  ];
  for (const name of names) Deno.writeTextFileSync(`${folder}/${name}`, "");
  assert.deepEqual(removeDrafts(folder, "a.json").sort(), [
    `${folder}/${names[1]}`,
    `${folder}/${names[2]}`,
  ]);
  assert.deepEqual(removeDrafts(folder), [`${folder}/${names[3]}`]);
  const left = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  assert.deepEqual(left, ["a.json", "notes.tmp"]);
  assert.deepEqual(removeDrafts(`${folder}/missing`), []);
  Deno.removeSync(folder, { recursive: true });
});
