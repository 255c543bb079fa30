// SPDX-License-Identifier: Apache-2.0 OR MIT
// What stands at the path of a PID file, and who locked it.

import { readFileSync } from "node:fs";
import { isPid, processAlive } from "./process_info.ts";

/** What stands at a path; a symbolic link is not followed. */
export function typeOf(
  path: string,
): "absent" | "file" | "a folder" | "a symbolic link" | "no plain file" {
  try {
    const { isFile, isDirectory, isSymlink } = Deno.lstatSync(path);
    if (isFile) return "file";
    return isDirectory ? "a folder" : isSymlink ? "a symbolic link" : "no plain file";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "absent";
    throw error;
  }
}

/** More is no PID file: it is not read to its end. */
const maxBytes = 64;

/** The process id in a file, or `undefined` when it holds anything else. */
export function readPid(path: string): number | undefined {
  using file = Deno.openSync(path, { read: true });
  const bytes = new Uint8Array(maxBytes);
  const count = file.readSync(bytes) ?? 0;
  const text = new TextDecoder().decode(bytes.subarray(0, count));
  const pid = /^\s*(\d{1,10})\s*$/.exec(text)?.[1];
  return count < maxBytes && pid !== undefined && isPid(Number(pid)) ? Number(pid) : undefined;
}

/** Who holds the lock of a file: what the system says (Linux), else what the file says if that lives. */
export function lockHolder(path: string): number | undefined {
  try {
    const holder = systemLockHolder(path) ?? readPid(path);
    return holder !== undefined && processAlive(holder) !== "gone" ? holder : undefined;
  } catch {
    return undefined;
  }
}

function systemLockHolder(path: string): number | undefined {
  if (Deno.build.os !== "linux") return undefined;
  try {
    return parseLocks(readFileSync("/proc/locks", "latin1"), Deno.lstatSync(path).ino);
  } catch {
    return undefined;
  }
}

/**
 * Finds who has an exclusive flock on a file in `/proc/locks`: `11: FLOCK ADVISORY WRITE 9390 fe:00:9978049 0 EOF`.
 * The device there is not always the one that stat tells, so two files with one inode number leave the answer open.
 */
export function parseLocks(text: string, ino: number | null): number | undefined {
  const pattern = /^\d+: FLOCK +ADVISORY +WRITE (\d+) \w+:\w+:(\d+) /gm;
  const found = [...text.matchAll(pattern)].filter((match) => Number(match[2]) === ino);
  const pid = Number(found[0]?.[1]);
  return found.length === 1 && isPid(pid) ? pid : undefined;
}
