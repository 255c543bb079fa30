// SPDX-License-Identifier: Apache-2.0 OR MIT
// The program's own files: beside the sources in a checkout, embedded in a compiled binary.

import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { Assets } from "../lib/contracts/mod.ts";
import { addonPath, detectLibc } from "../lib/zmq/mod.ts";
import { assetUnknown } from "./errors.ts";
import { cacheCandidates, type Env } from "./paths.ts";
import { unpack } from "./unpack.ts";

/** An embedded file, as the manifest that the compiler writes describes it. */
export interface EmbeddedAsset {
  /** Name below the folder of embedded files, with an ending that means nothing to a module loader. */
  readonly file: string;
  /** SHA-256 of the content, in hexadecimal. */
  readonly sha256: string;
  readonly size: number;
}

/** Embedded files by asset name. */
export type AssetManifest = Readonly<Record<string, EmbeddedAsset>>;

/** Name of the manifest within the folder of embedded files. */
export const manifestName = "manifest.json";

/** Folder of embedded files, beside the bundled modules. */
export const embeddedFolder = "assets/";

/** Files of a checkout by asset name, relative to its root. The compiler embeds the same ones. */
export function checkoutFiles(
  target: { readonly os: string; readonly arch: string; readonly libc?: "glibc" | "musl" },
): Readonly<Record<string, string>> {
  return {
    "lua.wasm": "node_modules/wasmoon/dist/glue.wasm",
    "quickjs.wasm":
      "node_modules/@jitl/quickjs-ng-wasmfile-release-sync/dist/emscripten-module.wasm",
    "python.wasm": "node_modules/pyodide/pyodide.asm.wasm",
    "python_stdlib.zip": "node_modules/pyodide/python_stdlib.zip",
    "libzmq": `node_modules/zeromq/build/${addonPath(target)}`,
    "logo-32x32.png": "services/kernelspec/logo-32x32.png",
    "logo-64x64.png": "services/kernelspec/logo-64x64.png",
    "logo-svg.svg": "services/kernelspec/logo-svg.svg",
  };
}

/** Modules that Workers start from, by worker name, relative to a checkout's root. */
export const workerModules: Readonly<Record<string, string>> = Object.freeze({
  lua: "lib/engines/lua/worker.ts",
  javascript: "lib/engines/javascript/worker.ts",
  python: "lib/engines/python/worker.ts",
});

/** The program's files, wherever it runs from. */
export function openAssets(env: Env): Assets {
  return Deno.build.standalone
    ? new EmbeddedAssets(new URL("./", import.meta.url), env)
    : new CheckoutAssets(new URL("../", import.meta.url));
}

/** Files of a checkout. */
export class CheckoutAssets implements Assets {
  readonly #root: URL;

  /** @param root the checkout's folder, ending in a slash */
  constructor(root: URL) {
    this.#root = root;
  }

  worker(name: string): URL {
    const path = workerModules[name];
    if (path === undefined) throw assetUnknown(name);
    return new URL(path, this.#root);
  }

  bytes(name: string): Promise<Uint8Array<ArrayBuffer>> {
    return Deno.readFile(this.#url(name));
  }

  file(name: string): Promise<string> {
    return Promise.resolve(fileURLToPath(this.#url(name)));
  }

  #url(name: string): URL {
    const libc = detectLibc();
    const { os, arch } = Deno.build;
    const path = checkoutFiles({ os, arch, ...(libc === undefined ? {} : { libc }) })[name];
    if (path === undefined) throw assetUnknown(name);
    return new URL(path, this.#root);
  }
}

/** Files inside a compiled binary. */
export class EmbeddedAssets implements Assets {
  readonly #root: URL;
  readonly #env: Env;
  #manifest: AssetManifest | undefined;

  /** @param root the folder of the bundled modules, ending in a slash */
  constructor(root: URL, env: Env) {
    this.#root = root;
    this.#env = env;
  }

  worker(name: string): URL {
    if (workerModules[name] === undefined) throw assetUnknown(name);
    return new URL(`${name}_worker.js`, this.#root);
  }

  bytes(name: string): Promise<Uint8Array<ArrayBuffer>> {
    return Deno.readFile(this.#url(this.#entry(name)));
  }

  file(name: string): Promise<string> {
    const entry = this.#entry(name);
    return unpack({
      name,
      sha256: entry.sha256,
      size: entry.size,
      candidates: cacheCandidates(this.#env),
      read: () => Deno.readFile(this.#url(entry)),
    });
  }

  #entry(name: string): EmbeddedAsset {
    const url = new URL(embeddedFolder + manifestName, this.#root);
    this.#manifest ??= JSON.parse(Deno.readTextFileSync(url)) as AssetManifest;
    const entry = this.#manifest[name];
    if (entry === undefined) throw assetUnknown(name);
    return entry;
  }

  #url(entry: EmbeddedAsset): URL {
    return new URL(embeddedFolder + entry.file, this.#root);
  }
}

/** SHA-256 of bytes, in hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
