// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { openLockFile } from "./lock_file.ts";
import { testFolder } from "./testing.ts";

Deno.test("openLockFile() lets one in exclusively, or several shared", () => {
  using folder = testFolder();
  const path = folder.file("x");
  Deno.writeTextFileSync(path, "");
  using first = openLockFile(path, "write");
  using second = openLockFile(path, "read");
  assert.ok(first !== undefined && second !== undefined);
  assert.equal(first.tryLock("shared"), true);
  assert.equal(second.tryLock("shared"), true);
  assert.equal(first.tryLock("exclusive"), false);
  second[Symbol.dispose]();
  assert.equal(first.tryLock("exclusive"), true);
  using third = openLockFile(path, "read");
  assert.equal(third?.tryLock("shared"), false);
});

Deno.test("isAt() tells the file from its successor and from a link to it", () => {
  using folder = testFolder();
  const path = folder.file("x");
  Deno.writeTextFileSync(path, "");
  using file = openLockFile(path, "read");
  assert.equal(file?.isAt(path), true);
  Deno.symlinkSync(path, folder.file("link"));
  assert.equal(file?.isAt(folder.file("link")), false);
  Deno.removeSync(path);
  assert.equal(file?.isAt(path), false);
  Deno.writeTextFileSync(path, "");
  assert.equal(file?.isAt(path), false);
});

Deno.test("openLockFile() tells a missing file from one that cannot be opened", () => {
  using folder = testFolder();
  assert.equal(openLockFile(folder.file("missing"), "read"), undefined);
  assert.throws(() => openLockFile(folder.path, "write"), { message: "it is a folder" });
});
