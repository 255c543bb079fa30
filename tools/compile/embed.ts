// SPDX-License-Identifier: Apache-2.0 OR MIT
// Puts the files that the program needs beside its modules, with a manifest.

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type AssetManifest,
  CheckoutAssets,
  checkoutFiles,
  type EmbeddedAsset,
  embeddedFolder,
  manifestName,
  sha256,
} from "../../daemon/assets.ts";
import { makePythonSnapshot } from "../../lib/engines/python/mod.ts";
import { detectLibc } from "../../lib/zmq/mod.ts";
import { assetMissing } from "./errors.ts";

/**
 * Copies the assets of this platform, and of no other, into the staging folder, with those that are made of them.
 *
 * @throws {CompileError} when one is missing
 */
export async function embedAssets(root: string, stage: string): Promise<AssetManifest> {
  const folder = join(stage, embeddedFolder);
  await Deno.mkdir(folder, { recursive: true });
  const libc = detectLibc();
  const { os, arch } = Deno.build;
  const manifest: Record<string, EmbeddedAsset> = {};
  const files = checkoutFiles({ os, arch, ...(libc === undefined ? {} : { libc }) });
  const put = async (name: string, content: Uint8Array): Promise<void> => {
    const file = `${name.replaceAll(".", "-")}.bin`;
    await Deno.writeFile(join(folder, file), content);
    manifest[name] = { file, sha256: sha256(content), size: content.length };
  };
  for (const [name, path] of Object.entries(files)) {
    await put(name, await read(name, join(root, path)));
  }
  const checkout = new CheckoutAssets(pathToFileURL(join(root, "/")));
  await put("python.snapshot", await makePythonSnapshot(checkout));
  await Deno.writeTextFile(join(folder, manifestName), JSON.stringify(manifest));
  return manifest;
}

async function read(name: string, path: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    throw assetMissing(name, path, error);
  }
}
