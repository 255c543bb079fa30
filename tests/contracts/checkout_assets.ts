// SPDX-License-Identifier: Apache-2.0 OR MIT
// Assets of a checkout, for tests of engines.

import { fileURLToPath } from "node:url";
import type { Assets } from "../../lib/contracts/mod.ts";

const root = new URL("../../", import.meta.url);
const files: Readonly<Record<string, string>> = {
  "lua.wasm": "node_modules/wasmoon/dist/glue.wasm",
  "quickjs.wasm": "node_modules/@jitl/quickjs-ng-wasmfile-release-sync/dist/emscripten-module.wasm",
  "python.wasm": "node_modules/pyodide/pyodide.asm.wasm",
  "python_stdlib.zip": "node_modules/pyodide/python_stdlib.zip",
};

function locate(name: string): URL {
  const file = files[name];
  if (file === undefined) throw new RangeError(`Cannot find asset "${name}": not known to tests`);
  return new URL(file, root);
}

/** Finds workers and assets where they are in a checkout. */
export const checkoutAssets: Assets = Object.freeze({
  worker: (name: string) => new URL(`lib/engines/${name}/worker.ts`, root),
  bytes: async (name: string) => new Uint8Array(await Deno.readFile(locate(name))),
  file: (name: string) => Promise.resolve(fileURLToPath(locate(name))),
});
