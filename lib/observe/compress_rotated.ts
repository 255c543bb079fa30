// SPDX-License-Identifier: Apache-2.0 OR MIT
// Compresses what a log was rotated into, in the background. The latest, `x.log.1`, stays as it is.
//
// Several processes may want to compress the same file, and each may end at any moment. One works on a file at a
// time, the holder of the lock on the temporary file, whose name is made of the source's inode; the others wait, in
// the background as well. A complete file takes its source's place by a rename, under the lock that renaming needs,
// so rotations meanwhile do no harm.

import { basename, dirname, join } from "node:path";
import {
  clearSetAside,
  lockFolder,
  removeIfThere,
  type RotatedFile,
  rotatedFiles,
  rotatedPath,
  setAside,
  statIfThere,
} from "./rotated_files.ts";

/**
 * Compresses all rotated files of a log but the latest, the oldest first, and clears away what a process that was
 * killed left of its attempt.
 *
 * @param path the log itself
 * @throws {Error} what reading or writing failed with; nothing is lost then
 */
export async function compressRotated(path: string): Promise<void> {
  const tried = new Set<number>();
  for (;;) {
    const source = nextSource(path, tried);
    if (source === undefined) break;
    tried.add(source.inode);
    await compressOne(path, source);
  }
  clearTemporaries(path);
  await clearSetAside(path);
}

/** A file to compress. */
interface Source {
  readonly path: string;
  readonly inode: number;
}

function nextSource(path: string, tried: ReadonlySet<number>): Source | undefined {
  using _lock = lockFolder(dirname(path), true);
  for (const file of plainFiles(path).reverse()) {
    const info = statIfThere(file.path);
    if (info?.ino == null || tried.has(info.ino)) continue;
    const done = statIfThere(rotatedPath(path, file.number, true));
    if (done === undefined) return { path: file.path, inode: info.ino };
    // Killed between the rename and this. Times tell the copy from a file that somebody else put there.
    if (done.mtime?.getTime() === info.mtime?.getTime()) setAside(path, file.path);
  }
  return undefined;
}

function plainFiles(path: string): RotatedFile[] {
  return rotatedFiles(path).filter(({ number, gzip }) => number > 1 && !gzip);
}

async function compressOne(path: string, source: Source): Promise<void> {
  using input = openIfThere(source.path);
  if (input === undefined || input.statSync().ino !== source.inode) return; // Rotated on; comes again.
  const temporary = temporaryPath(path, source.inode);
  using output = await Deno.open(temporary, { read: true, write: true, create: true, mode: 0o640 });
  await output.lock(true);
  if (statIfThere(temporary)?.ino !== output.statSync().ino) return; // Another process has just finished it.
  try {
    await fill(input, output);
    install(path, source.inode, temporary);
    await clearSetAside(path);
  } catch (error) {
    removeIfThere(temporary);
    throw error;
  }
}

/** Writes the compressed input to the output, and gives it the same times and mode. */
async function fill(input: Deno.FsFile, output: Deno.FsFile): Promise<void> {
  await output.truncate(0);
  const writer = new WritableStream<Uint8Array>({
    async write(chunk) {
      for (let at = 0; at < chunk.length;) at += await output.write(chunk.subarray(at));
    },
  });
  await chunks(input).pipeThrough(new CompressionStream("gzip")).pipeTo(writer);
  const { atime, mtime } = await input.stat();
  await output.sync();
  await output.utime(atime ?? new Date(), mtime ?? new Date());
}

/** Small parts, so that the event loop is never held for long. */
function chunks(file: Deno.FsFile): ReadableStream<BufferSource> {
  return new ReadableStream({
    async pull(controller) {
      const buffer = new Uint8Array(32_768);
      const count = await file.read(buffer);
      if (count === null) controller.close();
      else controller.enqueue(buffer.subarray(0, count));
    },
  }, { highWaterMark: 0 });
}

/** Puts the compressed file in its source's place, whatever number that has by now. */
function install(path: string, inode: number, temporary: string): void {
  using _lock = lockFolder(dirname(path), true);
  const now = plainFiles(path).find((file) => statIfThere(file.path)?.ino === inode);
  if (now === undefined) return removeIfThere(temporary); // Too old to be kept, meanwhile.
  const target = rotatedPath(path, now.number, true);
  if (statIfThere(target) !== undefined) return removeIfThere(temporary);
  const mode = statIfThere(now.path)?.mode;
  if (mode != null) Deno.chmodSync(temporary, mode & 0o777);
  Deno.renameSync(temporary, target);
  setAside(path, now.path);
}

/** One whose source is gone is of no use; whoever is still writing to it finds that out in the end. */
function clearTemporaries(path: string): void {
  using _lock = lockFolder(dirname(path), true);
  const sources = new Set(plainFiles(path).map((file) => statIfThere(file.path)?.ino));
  const [start, end] = temporaryName(path);
  for (const { name } of Deno.readDirSync(dirname(path))) {
    if (!name.startsWith(start) || !name.endsWith(end)) continue;
    const inode = Number(name.slice(start.length, -end.length));
    if (!sources.has(inode)) removeIfThere(join(dirname(path), name));
  }
}

function temporaryName(path: string): [start: string, end: string] {
  return [`.${basename(path)}.`, ".gz.tmp"];
}

function temporaryPath(path: string, inode: number): string {
  return join(dirname(path), temporaryName(path).join(String(inode)));
}

function openIfThere(path: string): Deno.FsFile | undefined {
  try {
    return Deno.openSync(path, { read: true });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
