// SPDX-License-Identifier: Apache-2.0 OR MIT
// Tells whether the daemon of a PID file runs.

import { openLockFile } from "./lock_file.ts";
import { lockHolder, readPid, typeOf } from "./pid_file_content.ts";
import { processAlive, processStartMs } from "./process_info.ts";

/** What a PID file tells. */
export interface PidFileReport {
  /** `running` is certain: the lock is held. `stale` and `corrupt` files are taken over by the next start. */
  readonly state: "absent" | "running" | "stale" | "corrupt";
  /** Who runs, or ran. Missing when the file does not tell. */
  readonly pid?: number;
  /** Why it is stale or corrupt, for a person. */
  readonly reason?: string;
}

/**
 * Looks at a PID file. Writes nothing; the shared lock it tries for some microseconds makes a start at that moment
 * look again, not fail.
 */
export function inspectPidFile(path: string): PidFileReport {
  try {
    const type = typeOf(path);
    if (type === "absent") return { state: "absent" };
    if (type !== "file") return { state: "corrupt", reason: `it is ${type}` };
    const pid = readPid(path);
    if (isLocked(path)) return running(path);
    if (typeOf(path) === "absent") return { state: "absent" };
    if (pid === undefined) return { state: "corrupt", reason: "it holds no process id" };
    return { state: "stale", pid, reason: whyStale(path, pid) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { state: "absent" };
    return { state: "corrupt", reason: error instanceof Error ? error.message : String(error) };
  }
}

function isLocked(path: string): boolean {
  using file = openLockFile(path, "read");
  return file !== undefined && !file.tryLock("shared");
}

function running(path: string): PidFileReport {
  const pid = lockHolder(path) ?? readPid(path);
  return pid === undefined ? { state: "running" } : { state: "running", pid };
}

function whyStale(path: string, pid: number): string {
  if (processAlive(pid) === "gone") return "its process has ended";
  const startMs = processStartMs(pid) ?? Infinity;
  return startMs > (Deno.lstatSync(path).mtime?.getTime() ?? 0)
    ? "another process has its id now"
    : "its process runs, but without the lock";
}
