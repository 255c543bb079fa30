// SPDX-License-Identifier: Apache-2.0 OR MIT
// The PID file of a daemon: who holds its lock runs. The file that can be seen is always whole, and is always the
// one that is locked: it is written and locked under another name and then takes the place of the one before.

import { dirname, join } from "node:path";
import { pidInUse, pidLocked, pidNotAFile, pidUnusable } from "./errors.ts";
import { KernelError } from "../errors.ts";
import { type LockFile, openLockFile } from "./lock_file.ts";
import { lockHolder, readPid, typeOf } from "./pid_file_content.ts";
import { processAlive, processCommand, processStartMs } from "./process_info.ts";

/** Which PID file to take. */
export interface PidFileOptions {
  /** Absolute path; its folder is made when it is missing. */
  readonly path: string;
  /** What to write into it. Default: the id of this process. */
  readonly pid?: number;
}

/** What was left by a process that no longer holds the lock. */
export interface TakenOver {
  /** What the file said; missing when it was corrupt. */
  readonly pid?: number;
  /** Its process is gone, its id was given to a later process, or the file held no id. */
  readonly reason: "dead" | "reused" | "corrupt";
}

/** A PID file that this process holds. Disposal removes it, if it is still this one, and lets the lock go. */
export interface PidFile extends Disposable {
  /** Where it is. */
  readonly path: string;
  /** What it says. */
  readonly pid: number;
  /** Set when the file was there already. */
  readonly takenOver?: TakenOver;
}

/** Chances to lose against others that start, stop or look at the same moment. Each takes some microseconds. */
const attempts = 10_000;

/** Of these, how many may pass without a word who holds the lock: a file that is being taken over does not tell yet. */
const namelessAttempts = 500;

/**
 * Takes a PID file and its lock, for as long as this process lives or until disposal. Mode 0644; the content is the
 * id in decimal and a newline.
 *
 * @throws {KernelError} `pid.locked` naming the holder; `pid.in_use` when the file names a running process that has
 * no lock and is older than the file; `pid.not_a_file`; `pid.unusable`
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { acquirePidFile, inspectPidFile } from "./mod.ts";
 *
 * const folder = await Deno.makeTempDir();
 * const path = `${folder}/demo.pid`;
 * {
 *   using _held = acquirePidFile({ path });
 *   assert.deepEqual(inspectPidFile(path), { state: "running", pid: Deno.pid });
 *   assert.throws(() => acquirePidFile({ path }), /held by process/);
 * }
 * assert.deepEqual(inspectPidFile(path), { state: "absent" });
 * await Deno.remove(folder);
 * ```
 */
export function acquirePidFile({ path, pid = Deno.pid }: PidFileOptions): PidFile {
  try {
    Deno.mkdirSync(dirname(path), { recursive: true });
    for (let attempt = 0; attempt < attempts; attempt++) {
      const held = typeOf(path) === "absent"
        ? create(path, pid)
        : takeOver(path, pid, attempt < namelessAttempts);
      if (held !== undefined) return held;
    }
  } catch (error) {
    throw error instanceof KernelError ? error : pidUnusable(path, error);
  }
  throw pidLocked(path, lockHolder(path));
}

/** Undefined when somebody else has made the file meanwhile. */
function create(path: string, pid: number): PidFile | undefined {
  using stack = new DisposableStack();
  const { temporary, lock } = writeLocked(stack, path, pid);
  if (!link(temporary, path)) return undefined;
  Deno.removeSync(temporary);
  stack.move();
  return hold(path, pid, lock);
}

/**
 * Undefined when the file has gone or was replaced, or others merely look at it, or it does not tell yet who holds it
 * and there is time to wait for that: look again.
 */
function takeOver(path: string, pid: number, patient: boolean): PidFile | undefined {
  const type = typeOf(path);
  if (type === "absent") return undefined;
  if (type !== "file") throw pidNotAFile(path, type);
  using before = openLockFile(path, "write");
  if (before === undefined) return undefined;
  if (!before.tryLock("exclusive")) {
    if (before.tryLock("shared") || !before.isAt(path)) return undefined;
    const holder = lockHolder(path);
    if (holder === undefined && patient) return undefined;
    throw pidLocked(path, holder);
  }
  if (!before.isAt(path)) return undefined;
  const takenOver = judge(path);
  if (takenOver.reason === "dead") removeTemporaries(dirname(path), takenOver.pid);
  using stack = new DisposableStack();
  const { temporary, lock } = writeLocked(stack, path, pid);
  Deno.renameSync(temporary, path);
  stack.move();
  return { ...hold(path, pid, lock), takenOver };
}

/** What the file was left by, given that nobody holds its lock. */
function judge(path: string): TakenOver {
  const pid = readPid(path);
  if (pid === undefined) return { reason: "corrupt" };
  if (processAlive(pid) === "gone") return { pid, reason: "dead" };
  if (isReused(path, pid)) return { pid, reason: "reused" };
  throw pidInUse(path, pid, processCommand(pid));
}

/** Removes what a process that was killed between two steps of `create` has left. */
function removeTemporaries(folder: string, pid: number | undefined): void {
  for (const { name } of Deno.readDirSync(folder)) {
    if (name.startsWith(`.pid-${pid}-`)) remove(join(folder, name));
  }
}

/** Whether the process that has the id began after the file was written, as this one did. */
function isReused(path: string, pid: number): boolean {
  if (pid === Deno.pid) return true;
  const startMs = processStartMs(pid);
  const writtenMs = Deno.lstatSync(path).mtime?.getTime();
  return startMs === undefined || writtenMs === undefined || startMs > writtenMs;
}

/** A new file beside `path` that holds the id and is locked; the stack undoes it. */
function writeLocked(
  stack: DisposableStack,
  path: string,
  pid: number,
): { temporary: string; lock: LockFile } {
  const temporary = join(dirname(path), `.pid-${Deno.pid}-${crypto.randomUUID()}`);
  stack.defer(() => remove(temporary));
  Deno.writeTextFileSync(temporary, `${pid}\n`, { createNew: true, mode: 0o644 });
  Deno.chmodSync(temporary, 0o644);
  const lock = openLockFile(temporary, "write");
  if (lock === undefined) throw new Error("the file vanished");
  stack.use(lock);
  if (!lock.tryLock("exclusive")) throw new Error("another process locked the new file");
  return { temporary, lock };
}

/** False when `path` exists. Where the file system has no hard links an empty file is made there, to be taken over. */
function link(temporary: string, path: string): boolean {
  try {
    Deno.linkSync(temporary, path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    Deno.openSync(path, { write: true, create: true, mode: 0o644 }).close();
    return false;
  }
}

function hold(path: string, pid: number, lock: LockFile): PidFile {
  let held = true;
  return {
    path,
    pid,
    [Symbol.dispose]() {
      if (!held) return;
      held = false;
      using _lock = lock;
      if (lock.isAt(path)) remove(path);
    },
  };
}

function remove(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
