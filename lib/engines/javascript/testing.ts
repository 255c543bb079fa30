// SPDX-License-Identifier: Apache-2.0 OR MIT
// What tests of this folder share.

import { exportInternals } from "./wasm_exports.ts";
import { Vm } from "./vm.ts";

/** The interpreter's module as its package has it. */
export async function readModule(): Promise<Uint8Array<ArrayBuffer>> {
  const url = import.meta.resolve("@jitl/quickjs-ng-wasmfile-release-sync/wasm");
  return await Deno.readFile(new URL(url));
}

/** An interpreter without its prelude. */
export async function createVm(memoryBytes = 64 * 1024 * 1024): Promise<Vm> {
  return await Vm.create(
    await WebAssembly.compile(exportInternals(await readModule())),
    memoryBytes,
  );
}
