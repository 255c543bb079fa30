// SPDX-License-Identifier: Apache-2.0 OR MIT
// A descriptor that becomes readable when a process, child or not, ends: pidfd on Linux, kqueue on darwin.

import { callFailed } from "./errors.ts";
import { ESRCH, openLibc } from "./libc.ts";

/** Readable from the end of the process on. */
export interface ExitDescriptor extends Disposable {
  readonly fd: number;
}

/**
 * Opens a descriptor of a process. It stays that process's when the id is given out again.
 *
 * @returns `"gone"` when there is no such process
 * @throws {KernelError} `daemon.system_call` where the system has no such descriptors (Linux before 5.3)
 * @see pidfd_open(2), kqueue(2)
 */
export function openExitDescriptor(pid: number): ExitDescriptor | "gone" {
  return Deno.build.os === "darwin" ? openKqueue(pid) : openPidfd(pid);
}

const linuxSymbols = {
  syscall: { parameters: ["isize", "isize", "isize"], result: "isize" },
  close: { parameters: ["i32"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** Number of pidfd_open, the same on every CPU. The descriptor closes on exec by itself. */
const pidfdOpen = 434n;

function openPidfd(pid: number): ExitDescriptor | "gone" {
  using stack = new DisposableStack();
  const libc = stack.use(openLibc(linuxSymbols));
  const fd = Number(libc.symbols.syscall(pidfdOpen, BigInt(pid), 0n));
  if (fd < 0) return goneOrThrow(pid, libc.errno());
  stack.defer(() => libc.symbols.close(fd));
  const owned = stack.move();
  return { fd, [Symbol.dispose]: () => owned.dispose() };
}

const darwinSymbols = {
  kqueue: { parameters: [], result: "i32" },
  kevent: { parameters: ["i32", "buffer", "i32", "pointer", "i32", "pointer"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

function openKqueue(pid: number): ExitDescriptor | "gone" {
  using stack = new DisposableStack();
  const libc = stack.use(openLibc(darwinSymbols));
  const fd = libc.symbols.kqueue();
  if (fd < 0) throw callFailed(`watch process ${pid}`, libc.errno());
  stack.defer(() => libc.symbols.close(fd));
  if (libc.symbols.kevent(fd, exitEvent(pid), 1, null, 0, null) !== 0) {
    return goneOrThrow(pid, libc.errno());
  }
  const owned = stack.move();
  return { fd, [Symbol.dispose]: () => owned.dispose() };
}

function goneOrThrow(pid: number, errno: number): "gone" {
  if (errno === ESRCH) return "gone";
  throw callFailed(`watch process ${pid}`, errno);
}

/**
 * `struct kevent` of 64-bit darwin: ident u64, filter i16, flags u16, fflags u32, data i64, udata pointer.
 *
 * @see kqueue(2), EVFILT_PROC
 */
export function exitEvent(pid: number): Uint8Array<ArrayBuffer> {
  const evfiltProc = -5;
  const evAddOneShot = 0x0001 | 0x0010;
  const noteExit = 0x8000_0000;
  const view = new DataView(new ArrayBuffer(32));
  view.setBigUint64(0, BigInt(pid), true);
  view.setInt16(8, evfiltProc, true);
  view.setUint16(10, evAddOneShot, true);
  view.setUint32(12, noteExit, true);
  return new Uint8Array(view.buffer);
}
