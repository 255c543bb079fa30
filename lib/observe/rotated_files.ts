// SPDX-License-Identifier: Apache-2.0 OR MIT
// The files that a log is made of: `x.log`, then `x.log.1`, `x.log.2.gz` and so on, the oldest last.

import { basename, dirname, join } from "node:path";

/** End of the names of files that are only waiting to be deleted. */
const SET_ASIDE = ".old.tmp";

/** A file that a log was rotated into. */
export interface RotatedFile {
  /** Path of the file. */
  readonly path: string;
  /** 1 for the latest. */
  readonly number: number;
  /** True when it is compressed by gzip. */
  readonly gzip: boolean;
}

/**
 * Lists what a log was rotated into, the latest first. Where a number occurs twice, the compressor ended between
 * its last two steps: the compressed file, which is complete, comes behind the other.
 */
export function rotatedFiles(path: string): RotatedFile[] {
  const folder = dirname(path);
  const start = `${basename(path)}.`;
  const found: RotatedFile[] = [];
  for (const { name, isDirectory } of readFolder(folder)) {
    if (isDirectory || !name.startsWith(start)) continue;
    const [, number, gzip] = name.slice(start.length).match(/^([1-9]\d{0,8})(\.gz)?$/) ?? [];
    if (number === undefined) continue;
    found.push({ path: join(folder, name), number: Number(number), gzip: gzip !== undefined });
  }
  return found.sort((a, b) => a.number - b.number || Number(a.gzip) - Number(b.gzip));
}

/** Path of a rotated file. */
export function rotatedPath(path: string, number: number, gzip: boolean): string {
  return `${path}.${number}${gzip ? ".gz" : ""}`;
}

/**
 * Keeps every other process from renaming logs in the folder, until the result is disposed. The lock is on the
 * folder itself, so that nothing is left behind.
 *
 * @param exclusive false for readers, which do not exclude one another
 */
export function lockFolder(folder: string, exclusive: boolean): Disposable {
  const file = Deno.openSync(folder, { read: true });
  try {
    file.lockSync(exclusive);
  } catch {
    // A file system without locks. There only one process may write to a log.
  }
  return file;
}

/** Deletes a file; one that is gone already is no failure. */
export function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/**
 * Takes a file out of a log at once. Deleting a large one takes milliseconds, so `clearSetAside` does that outside of
 * the event loop and of any lock.
 */
export function setAside(path: string, file: string): void {
  const inode = statIfThere(file)?.ino ?? 0;
  Deno.renameSync(file, join(dirname(path), `.${basename(path)}.${inode}${SET_ASIDE}`));
}

/** Deletes what was set aside, by whatever process. */
export async function clearSetAside(path: string): Promise<void> {
  const folder = dirname(path);
  for (const { name } of readFolder(folder)) {
    if (!name.startsWith(`.${basename(path)}.`) || !name.endsWith(SET_ASIDE)) continue;
    try {
      await Deno.remove(join(folder, name));
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

/** True when a process set a file aside, or compresses one, or was killed while it did. */
export function hasTemporaries(path: string): boolean {
  const start = `.${basename(path)}.`;
  return readFolder(dirname(path)).some(({ name }) =>
    name.startsWith(start) && name.endsWith(".tmp")
  );
}

/** What there is to know about a file, following links; `undefined` when it is not there. */
export function statIfThere(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function readFolder(folder: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(folder)];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
