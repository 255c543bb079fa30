// SPDX-License-Identifier: Apache-2.0 OR MIT
// A Unix socket that only its owner can connect to.

import { addressInUse, listenFailed, pathTaken } from "./errors.ts";

/** Takes the rights of everybody but the owner from files made under it. */
const OWNER_ALONE = 0o177;

/**
 * Listens at a path; the socket has mode 0600 from its first moment on. A socket that a dead server left is
 * removed. Closing the listener removes the file.
 *
 * @param path absolute
 * @throws {KernelError} `http.address_in_use` when a server is alive there, `http.path_taken`, `http.listen_failed`
 */
export async function listenUnix(path: string): Promise<Deno.Listener<Deno.UnixConn>> {
  await removeStale(path);
  const mask = Deno.umask(OWNER_ALONE);
  try {
    return Deno.listen({ transport: "unix", path });
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) throw addressInUse(`unix:${path}`, error);
    throw listenFailed(`unix:${path}`, error);
  } finally {
    Deno.umask(mask);
  }
}

async function removeStale(path: string): Promise<void> {
  const found = lstat(path);
  if (found === undefined) return;
  if (!found.isSocket) throw pathTaken(path);
  if (await isAlive(path)) throw addressInUse(`unix:${path}`);
  // Between the two looks another server may have taken the path.
  if (lstat(path)?.ino === found.ino) remove(path);
}

/** Only a refusal proves that nobody is there. */
async function isAlive(path: string): Promise<boolean> {
  try {
    (await Deno.connect({ transport: "unix", path })).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return false;
    if (error instanceof Deno.errors.NotFound) return false;
    throw listenFailed(`unix:${path}`, error);
  }
}

function lstat(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.lstatSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw listenFailed(`unix:${path}`, error);
  }
}

function remove(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw listenFailed(`unix:${path}`, error);
  }
}
