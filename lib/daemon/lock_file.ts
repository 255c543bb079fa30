// SPDX-License-Identifier: Apache-2.0 OR MIT
// The advisory lock of a file by flock(2). It belongs to an open descriptor, and the system lets it go with the process.

import { cString, EAGAIN, EINTR, openLibc } from "./libc.ts";

/** An open file that can be locked. Disposal lets the lock go. */
export interface LockFile extends Disposable {
  /** False when another descriptor has a lock that excludes this one. Replaces a lock it has. */
  tryLock(kind: "shared" | "exclusive"): boolean;
  /** Whether `path` leads to this very file at the moment, and not through a symbolic link. */
  isAt(path: string): boolean;
}

const symbols = {
  open: { parameters: ["buffer", "i32"], result: "i32" },
  flock: { parameters: ["i32", "i32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

const isDarwin = Deno.build.os === "darwin";
const access = Object.freeze({ read: 0, write: 2 });
const O_NONBLOCK = isDarwin ? 0x4 : 0o4000;
const O_CLOEXEC = isDarwin ? 0x100_0000 : 0o200_0000;
const operations = Object.freeze({ shared: 1, exclusive: 2 });
const LOCK_NB = 4;
const ENOENT = 2;

const reasons: Readonly<Record<number, string>> = Object.freeze({
  1: "operation not permitted",
  13: "permission denied",
  21: "it is a folder",
  23: "too many open files in the system",
  24: "too many open files",
  30: "the file system is read-only",
  [isDarwin ? 45 : 95]: "its file system cannot lock files",
  [isDarwin ? 77 : 37]: "its file system has no locks left",
});

/**
 * Opens a file that exists; its content is not touched.
 *
 * @returns `undefined` when there is none
 * @throws {Error} with the reason when it cannot be opened
 */
export function openLockFile(path: string, mode: keyof typeof access): LockFile | undefined {
  using stack = new DisposableStack();
  const libc = stack.use(openLibc(symbols));
  const { open, flock, close } = libc.symbols;
  const fd = open(cString(path), access[mode] | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) {
    const errno = libc.errno();
    if (errno === ENOENT) return undefined;
    throw failure(errno);
  }
  stack.defer(() => close(fd));
  const owned = stack.move();
  return {
    tryLock(kind) {
      while (flock(fd, operations[kind] | LOCK_NB) !== 0) {
        const errno = libc.errno();
        if (errno === EAGAIN) return false;
        if (errno !== EINTR) throw failure(errno);
      }
      return true;
    },
    isAt: (at) => sameFile(fd, at),
    [Symbol.dispose]: () => owned.dispose(),
  };
}

function failure(errno: number): Error {
  return new Error(reasons[errno] ?? `errno ${errno}`);
}

function sameFile(fd: number, path: string): boolean {
  try {
    const there = Deno.lstatSync(path);
    const here = Deno.statSync(`/dev/fd/${fd}`);
    return there.ino === here.ino && there.dev === here.dev;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
