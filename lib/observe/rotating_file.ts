// SPDX-License-Identifier: Apache-2.0 OR MIT
// A log file that several processes may write to, and that is rotated by size and age.
//
// A line is in the file when `write` returns: it goes out in one write call, under an exclusive lock on the file.
// With the lock held the writer checks that the path still leads to the file it has open, so nobody writes to a
// file that was renamed: by a rotation of another process, or by logrotate. Who finds the file full, renames it
// while holding the lock; a process killed at any point leaves only files that have their names already or not
// yet. All else, deleting and compressing, is done in the background; compression never touches the file in use or
// the latest rotated one.

import { dirname } from "node:path";
import {
  clearSetAside,
  hasTemporaries,
  lockFolder,
  rotatedFiles,
  rotatedPath,
  setAside,
  statIfThere,
} from "./rotated_files.ts";

/** When a log file is rotated, and what is kept. */
export interface RotationBounds {
  /** A line that would make the file larger goes to a new one; 0 for no bound. */
  readonly rotateBytes: number;
  /** A line that comes when the file is older goes to a new one; 0 for no bound. */
  readonly rotateSeconds: number;
  /** Rotated files that are kept. */
  readonly rotateCount: number;
  /** Bytes of all rotated files together; the oldest go first. 0 for no bound. */
  readonly rotateTotalBytes: number;
  /** Whether rotated files but the latest are compressed. */
  readonly compress: boolean;
}

/** What a rotating file is made of. */
export interface RotatingFileOptions extends RotationBounds {
  /** Path of the file in use; its folder is made when it is missing. */
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Told of each rotation of this process. */
  readonly rotated?: () => void;
  /** Told when rotating, compressing or clearing away failed, while lines still are written. */
  readonly failed?: (error: unknown) => void;
}

/** After a rotation that failed, the next one is tried this much later. */
const RETRY_MS = 60_000;

/** The file in use. */
interface Open {
  readonly file: Deno.FsFile;
  /** Path without links, beside which rotated files go. */
  readonly path: string;
  readonly inode: number | null;
  readonly device: number;
  /** False for a terminal, a pipe or `/dev/null`, which have no size and are never renamed. */
  readonly regular: boolean;
  readonly bornMs: number;
  /** Size after this process's last line. */
  end: number;
}

/** A log file. Disposing closes it; disposing it asynchronously also waits for what is done in the background. */
export class RotatingFile implements Disposable, AsyncDisposable {
  #options: RotatingFileOptions;
  #open: Open | undefined;
  #tidying: Promise<void> | undefined;
  #tidyAgain = false;
  #lookedBack = false;
  #retryAtMs = -Infinity;
  readonly #encoder = new TextEncoder();

  /** Opens nothing yet: the first line does. */
  constructor(options: RotatingFileOptions) {
    this.#options = options;
  }

  /** Path of the file in use. */
  get path(): string {
    return this.#options.path;
  }

  /**
   * Appends lines, all of them or none.
   *
   * @param lines one or more lines, each with its newline
   * @throws {Error} when they cannot be written; the next call tries anew
   */
  write(lines: string): void {
    try {
      this.#append(this.#encoder.encode(lines));
    } catch (error) {
      this.reopen();
      throw error;
    }
  }

  /** Closes the file, so that the next line goes to the one that has the path then. */
  reopen(): void {
    this.#open?.file.close();
    this.#open = undefined;
  }

  /** Puts other bounds in force, from the next line on. */
  configure(bounds: Partial<RotationBounds>): void {
    this.#options = { ...this.#options, ...bounds };
    this.#retryAtMs = -Infinity;
  }

  /** Waits until nothing is being compressed or deleted. */
  async settled(): Promise<void> {
    while (this.#tidying !== undefined) await this.#tidying;
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.reopen();
  }

  /** Closes the file and waits until nothing is being compressed or deleted. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.reopen();
    await this.settled();
  }

  #append(bytes: Uint8Array): void {
    for (let attempt = 0; attempt < 1000; attempt++) {
      const open = this.#open ??= this.#openFile();
      if (open === undefined) continue;
      if (!open.regular) return writeAll(open.file, bytes);
      // Looked at before the lock too: the lock of a file that is no longer in use is not worth waiting for.
      if (!leadsTo(this.#options.path, open)) this.reopen();
      else if (this.#appendLocked(open, bytes)) return;
    }
    throw new Error("it is being replaced all the time");
  }

  /** The first time it also ends what a process that was killed left undone. */
  #openFile(): Open | undefined {
    const open = openFile(this.#options);
    if (open?.regular && !this.#lookedBack && isUntidy(open.path, this.#options.compress)) {
      this.#startTidying(open.path);
    }
    this.#lookedBack ||= open !== undefined;
    return open;
  }

  /** False when the file is not, or no longer, the one to write to. */
  #appendLocked(open: Open, bytes: Uint8Array): boolean {
    using _lock = lockFile(open.file);
    const info = leadsTo(this.#options.path, open);
    if (info === undefined) return false;
    if (this.#isDue(open, info.size, bytes.length) && this.#rotate(open)) {
      this.#open = undefined;
      open.file.close();
      return false;
    }
    const torn = info.size > 0 && info.size !== open.end && !endsLine(open.file, info.size);
    try {
      if (torn) writeAll(open.file, this.#encoder.encode("\n"));
      writeAll(open.file, bytes);
    } catch (error) {
      truncate(open.file, info.size);
      throw error;
    }
    open.end = info.size + bytes.length + (torn ? 1 : 0);
    return true;
  }

  #isDue(open: Open, size: number, more: number): boolean {
    const { rotateBytes, rotateSeconds, now } = this.#options;
    if (size === 0 || now() < this.#retryAtMs) return false;
    return (rotateBytes > 0 && size + more > rotateBytes) ||
      (rotateSeconds > 0 && now() - open.bornMs >= 1000 * rotateSeconds);
  }

  /** Renames the file in use. False when that is not possible: then it grows on. */
  #rotate({ path }: Open): boolean {
    try {
      using _lock = lockFolder(dirname(path), true);
      makeRoom(path);
      Deno.renameSync(path, rotatedPath(path, 1, false));
    } catch (error) {
      this.#retryAtMs = this.#options.now() + RETRY_MS;
      this.#options.failed?.(error);
      return false;
    }
    this.#options.rotated?.();
    this.#startTidying(path);
    return true;
  }

  #startTidying(path: string): void {
    this.#tidyAgain = this.#tidying !== undefined;
    this.#tidying ??= this.#tidy(path).finally(() => this.#tidying = undefined);
  }

  /** Deletes what is too old and has the rest compressed, again while there were rotations meanwhile. */
  async #tidy(path: string): Promise<void> {
    do {
      this.#tidyAgain = false;
      try {
        await retire(path, this.#options.rotateCount, 0);
        if (this.#options.compress) {
          const { compressRotated } = await import("./compress_rotated.ts");
          await compressRotated(path);
        }
        await retire(path, this.#options.rotateCount, this.#options.rotateTotalBytes);
      } catch (error) {
        this.#options.failed?.(error);
      }
    } while (this.#tidyAgain);
  }
}

/** `undefined` when another process renamed the file meanwhile. */
function openFile({ path, now }: RotatingFileOptions): Open | undefined {
  const file = openOrMakeFolder(path);
  try {
    const info = file.statSync();
    return {
      file,
      path: Deno.realPathSync(path),
      inode: info.ino,
      device: info.dev,
      regular: info.isFile,
      bornMs: info.size === 0 ? now() : (info.birthtime ?? info.mtime)?.getTime() ?? now(),
      end: -1,
    };
  } catch (error) {
    file.close();
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function openOrMakeFolder(path: string): Deno.FsFile {
  const options = { append: true, create: true, read: true, mode: 0o640 };
  try {
    return Deno.openSync(path, options);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    Deno.mkdirSync(dirname(path), { recursive: true, mode: 0o750 });
    return Deno.openSync(path, options);
  }
}

/** What is known of the file at `path` when it is the one that is open. */
function leadsTo(path: string, open: Open): Deno.FileInfo | undefined {
  const info = statIfThere(path);
  return info?.ino === open.inode && info?.dev === open.device ? info : undefined;
}

/** The file may be closed before the lock is let go: closing lets it go too. */
function lockFile(file: Deno.FsFile): Disposable {
  try {
    file.lockSync(true);
  } catch {
    return { [Symbol.dispose]: () => {} }; // A file system without locks.
  }
  return {
    [Symbol.dispose]: () => {
      try {
        file.unlockSync();
      } catch (error) {
        if (!(error instanceof Deno.errors.BadResource)) throw error;
      }
    },
  };
}

function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
}

/** False when a process ended, or the disk was full, in the middle of the last line. */
function endsLine(file: Deno.FsFile, size: number): boolean {
  const last = new Uint8Array(1);
  file.seekSync(size - 1, Deno.SeekMode.Start);
  return file.readSync(last) !== 1 || last[0] === 10;
}

function truncate(file: Deno.FsFile, size: number): void {
  try {
    file.truncateSync(size);
  } catch {
    // Then the line stays torn, and the next one begins a new line.
  }
}

/** Moves rotated files on by one, up to the first number that is free: a rotation that was cut short left one. */
function makeRoom(path: string): void {
  const files = rotatedFiles(path);
  const taken = new Set(files.map(({ number }) => number));
  let free = 1;
  while (taken.has(free)) free++;
  for (const { path: from, number, gzip } of files.reverse()) {
    if (number < free) Deno.renameSync(from, rotatedPath(path, number + 1, gzip));
  }
}

/** True when there is something to compress or to clear away. */
function isUntidy(path: string, compress: boolean): boolean {
  return hasTemporaries(path) ||
    (compress && rotatedFiles(path).some(({ number, gzip }) => number > 1 && !gzip));
}

/** Deletes what is beyond the count and the bytes, the oldest first. */
async function retire(path: string, count: number, totalBytes: number): Promise<void> {
  {
    using _lock = lockFolder(dirname(path), true);
    let sum = 0;
    for (const { path: file, number } of rotatedFiles(path)) {
      sum += statIfThere(file)?.size ?? 0;
      if (number > count || (totalBytes > 0 && sum > totalBytes)) setAside(path, file);
    }
  }
  await clearSetAside(path);
}
