// SPDX-License-Identifier: Apache-2.0 OR MIT
// The files of a log, opened together, so that a rotation meanwhile moves none of them out of sight.

import { dirname } from "node:path";
import { lockFolder, rotatedFiles } from "../../lib/observe/mod.ts";
import { logUnreadable } from "./log_errors.ts";

/** One file of a log, open for reading. */
export interface OpenLogFile extends Disposable {
  readonly path: string;
  readonly file: Deno.FsFile;
  readonly gzip: boolean;
  /** What was known of it when it was opened. */
  readonly info: Deno.FileInfo;
}

/** A path that may have a file of the log. */
interface Candidate {
  readonly path: string;
  readonly gzip: boolean;
}

/**
 * Opens all files of a log, the oldest first and the one in use last. Whoever calls closes them.
 *
 * @throws {KernelError} `log.unreadable`
 */
export function openLogFiles(path: string): OpenLogFile[] {
  try {
    using _lock = lockFolder(dirname(path), false);
    using stack = new DisposableStack();
    const opened: OpenLogFile[] = [];
    for (const candidate of candidates(path)) {
      const file = openFile(candidate);
      if (file !== undefined) opened.push(stack.use(file));
    }
    stack.move();
    return opened;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return []; // Not even the folder is there.
    throw logUnreadable(path, error);
  }
}

/**
 * Opens the files that a log went on in after `last`, the oldest first and the one in use last.
 *
 * @param last the file that was read to its end; all files when absent
 */
export function openLaterFiles(path: string, last: OpenLogFile | undefined): OpenLogFile[] {
  const files = openLogFiles(path);
  if (last === undefined) return files;
  const at = files.findIndex(({ info }) => sameFile(info, last.info));
  // Compressed meanwhile it is another file, with the same time.
  const end = last.file.statSync().mtime?.getTime() ?? 0;
  const later = files.filter((file, index) =>
    at >= 0 ? index > at : file.path === path || (file.info.mtime?.getTime() ?? 0) > end
  );
  for (const file of files) if (!later.includes(file)) file[Symbol.dispose]();
  return later;
}

/** Whether both are the same file, under whatever name. */
export function sameFile(a: Deno.FileInfo, b: Deno.FileInfo): boolean {
  return a.ino === b.ino && a.dev === b.dev;
}

/** Where a number occurs twice, both have the same lines. */
function candidates(path: string): Candidate[] {
  const rotated = rotatedFiles(path).filter(({ number }, at, all) =>
    number !== all[at - 1]?.number
  );
  return [...rotated.reverse(), { path, gzip: false }];
}

function openFile({ path, gzip }: Candidate): OpenLogFile | undefined {
  try {
    const file = Deno.openSync(path, { read: true });
    const info = file.statSync();
    if (!info.isDirectory) return { path, file, gzip, info, [Symbol.dispose]: closeOnce(file) };
    file.close();
    throw new Deno.errors.IsADirectory(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function closeOnce(file: Deno.FsFile): () => void {
  let open = true;
  return () => {
    if (open) file.close();
    open = false;
  };
}
