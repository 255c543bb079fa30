// SPDX-License-Identifier: Apache-2.0 OR MIT
// Files that ship with the program, found alike in a checkout and inside a compiled binary.

/** Where the program's own files are. */
export interface Assets {
  /** Module to start a Worker from: `lua` for `lib/engines/lua/worker.ts`. */
  worker(name: string): URL;
  /** Content of an asset by neutral name: `lua.wasm`, `logo-64x64.png`. */
  bytes(name: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Path of an asset as a real file, unpacked to the cache folder when it is inside the binary. */
  file(name: string): Promise<string>;
}
