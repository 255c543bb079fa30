// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { FolderWatch } from "./folder_watch.ts";

function textOf(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path) || undefined;
  } catch {
    return undefined;
  }
}

async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await Deno.makeTempDir();
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

Deno.test("until() resolves when a file comes, by being written or renamed", async () => {
  await using folder = await temporaryFolder();
  await using watch = new FolderWatch(folder.path);
  const { signal } = new AbortController();
  const written = watch.until(() => textOf(`${folder.path}/a`), signal);
  Deno.writeTextFileSync(`${folder.path}/a`, "one");
  assert.equal(await written, "one");
  const renamed = watch.until(() => textOf(`${folder.path}/b`), signal);
  Deno.renameSync(`${folder.path}/a`, `${folder.path}/b`);
  assert.equal(await renamed, "one");
});

Deno.test("until() resolves at once when there is something to be seen already", async () => {
  await using folder = await temporaryFolder();
  await using watch = new FolderWatch(folder.path);
  assert.equal(await watch.until(() => 1, new AbortController().signal), 1);
});

Deno.test("until() rejects when the signal aborts", async () => {
  await using folder = await temporaryFolder();
  await using watch = new FolderWatch(folder.path);
  const stop = new AbortController();
  const waiting = watch.until(() => undefined, stop.signal);
  stop.abort(new Error("enough"));
  await assert.rejects(waiting, /enough/);
});
