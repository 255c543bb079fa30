// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { KernelError } from "../lib/errors.ts";
import { CheckoutAssets, EmbeddedAssets, sha256, workerModules } from "./assets.ts";

const checkout = new CheckoutAssets(new URL("../", import.meta.url));
const names = ["lua.wasm", "libzmq", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg"];

function isUnknown(error: unknown): boolean {
  return error instanceof KernelError && error.code === "asset.unknown";
}

Deno.test("CheckoutAssets has every asset as bytes and as a file with the same content", async () => {
  for (const name of names) {
    assert.deepEqual(await Deno.readFile(await checkout.file(name)), await checkout.bytes(name));
  }
});

Deno.test("CheckoutAssets has a module for every worker", async () => {
  for (const name of Object.keys(workerModules)) {
    assert.ok((await Deno.stat(checkout.worker(name))).isFile);
  }
});

Deno.test("CheckoutAssets refuses a name it does not know", () => {
  assert.throws(() => checkout.worker("nothing"), isUnknown);
  assert.throws(() => checkout.bytes("nothing"), isUnknown);
});

Deno.test("EmbeddedAssets reads by its manifest and unpacks into the cache folder", async () => {
  const root = await Deno.makeTempDir();
  try {
    const content = new TextEncoder().encode("content");
    await Deno.mkdir(join(root, "assets"));
    await Deno.writeFile(join(root, "assets", "a.bin"), content);
    const manifest = { a: { file: "a.bin", sha256: sha256(content), size: content.length } };
    await Deno.writeTextFile(join(root, "assets", "manifest.json"), JSON.stringify(manifest));
    const env = (name: string) => name === "LLMSPELL_CACHE" ? join(root, "cache") : undefined;
    const assets = new EmbeddedAssets(pathToFileURL(root + "/"), env);
    assert.deepEqual(await assets.bytes("a"), content);
    const path = await assets.file("a");
    assert.ok(path.startsWith(join(root, "cache")));
    assert.deepEqual(await Deno.readFile(path), content);
    assert.throws(() => assets.bytes("b"), isUnknown);
    assert.equal(assets.worker("lua").href, pathToFileURL(join(root, "lua_worker.js")).href);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
