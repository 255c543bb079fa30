// SPDX-License-Identifier: Apache-2.0 OR MIT

import { join } from "node:path";

/**
 * Writes a file whole or not at all: readers see the old content or the new one, whenever the process or the system
 * ends. The folder must be there.
 *
 * @param path where it is to be
 * @param content its bytes, or text to be written as UTF-8
 * @param mode permission bits; never wider than this, not even for a moment
 * @throws what the system says when the folder does not take it; then no temporary file is left
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const folder = Deno.makeTempDirSync();
 * writeFileAtomically(`${folder}/a.json`, "{}", 0o600);
 * assert.equal(Deno.readTextFileSync(`${folder}/a.json`), "{}");
 * Deno.removeSync(folder, { recursive: true });
 * ```
 */
export function writeFileAtomically(
  path: string,
  content: string | Uint8Array,
  mode: number,
): void {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const temporary = `${path}.${Deno.pid}.${crypto.randomUUID().slice(0, 8)}.tmp`;
  try {
    using file = Deno.openSync(temporary, { write: true, createNew: true, mode });
    for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
    Deno.chmodSync(temporary, mode);
    file.syncDataSync();
    Deno.renameSync(temporary, path);
  } catch (error) {
    removeIfThere(temporary);
    throw error;
  }
}

/**
 * Whether there is anything at a path, be it a broken link.
 *
 * @throws what the system says when it does not let us look
 */
export async function isThere(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Removes a file; one that is not there is no failure. */
export function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Removes a folder that is empty; one that is not there, or in which somebody keeps files of his own, stays. */
export function removeEmptyFolder(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // Not there, or not empty.
  }
}

/** Ends of the names of temporary files: process id and some digits, or a UUID. */
const draft = /^(.+)\.(?:\d+\.[0-9a-f]{8}|[0-9a-f-]{36})\.tmp$/;

/**
 * Removes the temporary files of processes that were killed while they wrote a file, as far as the folder lets us.
 * Nobody may be writing the file now.
 *
 * @param folder where the file is, or would be; need not exist
 * @param name of the file; any when absent
 * @returns paths of what was removed
 */
export function removeDrafts(folder: string, name?: string): string[] {
  return namesIn(folder).filter((each) => {
    const of = draft.exec(each)?.[1];
    return of !== undefined && (name === undefined || of === name);
  }).map((each) => join(folder, each)).filter(isRemoved);
}

function isRemoved(path: string): boolean {
  try {
    Deno.removeSync(path);
    return true;
  } catch {
    return false; // Gone, or the folder is closed to us: it does no harm there.
  }
}

function namesIn(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name);
  } catch {
    return []; // Not there, or closed to us.
  }
}
