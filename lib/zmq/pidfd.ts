// SPDX-License-Identifier: Apache-2.0 OR MIT
// Hears of the end of any process without polling: pidfd on Linux, kqueue on darwin.

import { ESRCH } from "./errno.ts";
import { load } from "./libc.ts";
import type { Context } from "./types.ts";

/**
 * Calls `onExit` once, when the process has ended. It need not be a child. A process that is already gone counts
 * as ended: `onExit` is then called right after this function returns.
 *
 * @param context its poll loop waits; the process stays alive for it until `onExit` or disposal
 * @param pid process id, 1 or more
 * @returns what ends the watch, or `undefined` where the system offers no such descriptor
 * @throws {RangeError} when `pid` is not a positive integer
 * @throws {KernelError} `zmq.closed`, `zmq.library`
 * @see pidfd_open(2), kqueue(2)
 */
export function watchProcessExit(
  context: Context,
  pid: number,
  onExit: () => void,
): Disposable | undefined {
  if (!Number.isInteger(pid) || pid < 1 || pid > 0x7fffffff) {
    throw new RangeError(`Cannot watch process: ${pid} is not a process id`);
  }
  const opened = openExitDescriptor(pid);
  if (opened === "unavailable") return undefined;
  if (opened === "gone") return soon(onExit);
  const { fd, close } = opened;
  using undo = new DisposableStack();
  undo.defer(close);
  const watch = context.watchFd(fd, () => {
    stop[Symbol.dispose]();
    onExit();
  });
  const stop = undo.move();
  stop.use(watch);
  return stop;
}

/** A descriptor that is readable when a process has ended; or why there is none. */
type ExitDescriptor = { readonly fd: number; readonly close: () => void } | "gone" | "unavailable";

function openExitDescriptor(pid: number): ExitDescriptor {
  if (Deno.build.os === "linux") return openPidfd(pid);
  if (Deno.build.os === "darwin") return openKqueue(pid);
  return "unavailable";
}

function soon(call: () => void): Disposable {
  let wanted = true;
  queueMicrotask(() => {
    if (wanted) call();
  });
  return { [Symbol.dispose]: () => wanted = false };
}

const linuxSymbols = {
  syscall: { parameters: ["isize", "isize", "isize"], result: "isize" },
  close: { parameters: ["i32"], result: "i32" },
  __errno_location: { parameters: [], result: "pointer" },
} as const satisfies Deno.ForeignLibraryInterface;

/** Number of pidfd_open, the same on every CPU. The descriptor closes on exec by itself. */
const pidfdOpen = 434n;

function openPidfd(pid: number): ExitDescriptor {
  const libc = load(linuxSymbols);
  const { syscall, close, __errno_location } = libc.symbols;
  const fd = Number(syscall(pidfdOpen, BigInt(pid), 0n));
  if (fd >= 0) {
    return {
      fd,
      close: () => {
        close(fd);
        libc.close();
      },
    };
  }
  const errno = new Deno.UnsafePointerView(__errno_location()!).getInt32();
  libc.close();
  return errno === ESRCH ? "gone" : "unavailable";
}

const darwinSymbols = {
  kqueue: { parameters: [], result: "i32" },
  kevent: {
    parameters: ["i32", "buffer", "i32", "pointer", "i32", "pointer"],
    result: "i32",
  },
  close: { parameters: ["i32"], result: "i32" },
  __error: { parameters: [], result: "pointer" },
} as const satisfies Deno.ForeignLibraryInterface;

function openKqueue(pid: number): ExitDescriptor {
  const libc = load(darwinSymbols);
  const { kqueue, kevent, close, __error } = libc.symbols;
  const fd = kqueue();
  const added = fd >= 0 && kevent(fd, exitEvent(pid), 1, null, 0, null) === 0;
  if (added) {
    return {
      fd,
      close: () => {
        close(fd);
        libc.close();
      },
    };
  }
  const errno = new Deno.UnsafePointerView(__error()!).getInt32();
  if (fd >= 0) close(fd);
  libc.close();
  return errno === ESRCH ? "gone" : "unavailable";
}

/**
 * `struct kevent` of 64-bit darwin: ident u64, filter i16, flags u16, fflags u32, data i64, udata pointer.
 *
 * @see kqueue(2), EVFILT_PROC
 */
export function exitEvent(pid: number): Uint8Array<ArrayBuffer> {
  const evfiltProc = -5;
  const evAddOneShot = 0x0001 | 0x0010;
  const noteExit = 0x80000000;
  const view = new DataView(new ArrayBuffer(32));
  view.setBigUint64(0, BigInt(pid), true);
  view.setInt16(8, evfiltProc, true);
  view.setUint16(10, evAddOneShot, true);
  view.setUint32(12, noteExit, true);
  return new Uint8Array(view.buffer);
}
