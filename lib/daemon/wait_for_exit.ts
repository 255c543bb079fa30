// SPDX-License-Identifier: Apache-2.0 OR MIT
// Waits for the end of a process by a system call on a thread of its own, which an abort wakes.

import { closeOnExec } from "./descriptors.ts";
import { callFailed } from "./errors.ts";
import { type ExitDescriptor, openExitDescriptor } from "./exit_descriptor.ts";
import { openLibc } from "./libc.ts";
import { isPid } from "./process_info.ts";

const symbols = {
  poll: { parameters: ["buffer", "usize", "i32"], result: "i32", nonblocking: true },
  pipe: { parameters: ["buffer"], result: "i32" },
  write: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  close: { parameters: ["i32"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/**
 * Resolves when a process has ended; it need not be a child. One that is already gone, or a zombie, counts as ended.
 *
 * @param pid process id, 1 or more
 * @throws {RangeError} when `pid` is no process id
 * @throws {KernelError} `daemon.system_call` where the system cannot tell (Linux before 5.3)
 * @throws the signal's reason when it aborts
 */
export async function waitForExit(pid: number, signal?: AbortSignal): Promise<void> {
  if (!isPid(pid)) throw new RangeError(`Cannot wait for process: ${pid} is not a process id`);
  const descriptor = openExitDescriptor(pid);
  if (descriptor === "gone") return signal?.throwIfAborted();
  using _descriptor = descriptor;
  await waitReadable(descriptor, signal);
}

/** Resolves when the process behind a descriptor has ended. The caller closes the descriptor. */
export async function waitReadable(
  descriptor: ExitDescriptor,
  signal: AbortSignal | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  using stack = new DisposableStack();
  const { poll, pipe, write, close } = stack.use(openLibc(symbols)).symbols;
  const wake = new Int32Array(2);
  if (pipe(wake) !== 0) throw callFailed("open a pipe");
  for (const fd of wake) {
    stack.defer(() => close(fd));
    closeOnExec(fd);
  }
  const abort = () => void write(wake[1]!, new Uint8Array(1), 1n);
  signal?.addEventListener("abort", abort, { once: true });
  stack.defer(() => signal?.removeEventListener("abort", abort));
  const entries = pollEntries([descriptor.fd, wake[0]!]);
  // A signal ends the call early; what it found is in the entries, not in `errno`, which is another thread's.
  for (let failures = 0; entries[3]! === 0 && !signal?.aborted;) {
    entries[3] = entries[7] = 0;
    if (await poll(entries, 2n, -1) < 0 && ++failures > 100) throw callFailed("wait for a process");
  }
  signal?.throwIfAborted();
}

const POLLIN = 1;

/** `struct pollfd`: fd i32, events i16, revents i16; of the results, index 3 and 7 are the first and second's. */
function pollEntries([first, second]: [number, number]): Int16Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(16));
  for (const [at, fd] of [[0, first], [8, second]] as const) {
    view.setInt32(at, fd, true);
    view.setInt16(at + 4, POLLIN, true);
  }
  return new Int16Array(view.buffer);
}
