// SPDX-License-Identifier: Apache-2.0 OR MIT
// File systems of a test's own: small ones that fill up, and read-only ones. For root on Linux.

import assert from "node:assert/strict";

/** A mounted file system. Disposal takes it away, whoever still uses it. */
export interface Mounted extends AsyncDisposable {
  /** Changes its options: `remount,ro`. */
  remount(options: string): Promise<void>;
}

/** Mounts an empty file system in memory. */
export async function mountFileSystem(path: string, options: string): Promise<Mounted> {
  await run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path);
  return {
    remount: (options) => run("mount", "-o", `remount,${options}`, path),
    [Symbol.asyncDispose]: () => run("umount", "--lazy", path),
  };
}

/** Fills a file system to its last byte, with one file. */
export function fill(path: string): void {
  using file = Deno.openSync(path, { write: true, create: true });
  const block = new Uint8Array(4_096);
  try {
    for (;;) file.writeSync(block);
  } catch (error) {
    assert.match(String(error), /No space left/);
  }
}

async function run(program: string, ...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(program, { args }).output();
  assert.ok(success, `${program} ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
}
