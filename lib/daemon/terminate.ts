// SPDX-License-Identifier: Apache-2.0 OR MIT
// Ends a process: asks, waits, then forces.

import { type ExitDescriptor, openExitDescriptor } from "./exit_descriptor.ts";
import { EPERM, openLibc } from "./libc.ts";
import { isPid, processAlive, sameProcess } from "./process_info.ts";
import { waitReadable } from "./wait_for_exit.ts";

/** How to end a process. */
export interface TerminateOptions {
  /** What asks it to end. Default SIGTERM; SIGKILL does not ask; `none` only waits. */
  readonly signal?: "SIGTERM" | "SIGINT" | "SIGKILL" | "none";
  /** Milliseconds to end by itself before SIGKILL. */
  readonly graceMs: number;
  /** When the process began (`processStartMs`); one that began at another time is left alone and counts as gone. */
  readonly startMs?: number;
  /** Ends the wait without SIGKILL. */
  readonly abort?: AbortSignal;
}

/**
 * How it went: it `ended` by itself, was `killed` after the grace period, was `gone` before, or belongs to another
 * user (`denied`).
 */
export type Termination = "ended" | "killed" | "gone" | "denied";

/** The numbers of these signals are the same everywhere; 0 is never delivered. */
const numbers = Object.freeze({ none: 0, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 });

/**
 * Ends a process, child or not, and resolves when it has ended.
 *
 * @param pid process id, 1 or more
 * @throws {RangeError} when `pid` is no process id
 * @throws {KernelError} `daemon.system_call` where the system cannot tell of its end (Linux before 5.3)
 * @throws the abort signal's reason when it aborts
 */
export async function terminateProcess(
  pid: number,
  { signal = "SIGTERM", graceMs, startMs, abort }: TerminateOptions,
): Promise<Termination> {
  if (!isPid(pid)) throw new RangeError(`Cannot end process: ${pid} is not a process id`);
  abort?.throwIfAborted();
  // Opened first: what is looked at, signalled and waited for is then one process, however ids are given out.
  const descriptor = openExitDescriptor(pid);
  if (descriptor === "gone") return "gone";
  using _descriptor = descriptor;
  if (processAlive(pid) === "gone") return "gone";
  if (startMs !== undefined && !sameProcess(pid, startMs)) return "gone";
  const sent = send(pid, descriptor, signal);
  if (sent !== "sent") return sent;
  if (await endsWithin(descriptor, signal === "SIGKILL" ? undefined : graceMs, abort)) {
    return signal === "SIGKILL" ? "killed" : "ended";
  }
  const forced = send(pid, descriptor, "SIGKILL");
  if (forced === "sent") await waitReadable(descriptor, abort);
  return forced === "sent" ? "killed" : forced === "gone" ? "ended" : forced;
}

/** False when the time is up. */
async function endsWithin(
  descriptor: ExitDescriptor,
  limitMs: number | undefined,
  abort: AbortSignal | undefined,
): Promise<boolean> {
  const stop = new AbortController();
  const late = new Error("the time is up");
  const onAbort = () => stop.abort(abort?.reason);
  abort?.addEventListener("abort", onAbort, { once: true });
  const timer = limitMs === undefined ? undefined : setTimeout(() => stop.abort(late), limitMs);
  try {
    await waitReadable(descriptor, stop.signal);
    return true;
  } catch (error) {
    if (error === late) return false;
    throw error;
  } finally {
    clearTimeout(timer);
    abort?.removeEventListener("abort", onAbort);
  }
}

const symbols = {
  syscall: { parameters: ["isize", "isize", "isize", "isize", "isize"], result: "isize" },
  kill: { parameters: ["i32", "i32"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** Number of pidfd_send_signal, the same on every CPU. */
const pidfdSendSignal = 424n;

function send(
  pid: number,
  { fd }: ExitDescriptor,
  signal: keyof typeof numbers,
): "sent" | "gone" | "denied" {
  using libc = openLibc(symbols);
  const number = numbers[signal];
  const { syscall, kill } = libc.symbols;
  const result = Deno.build.os === "linux"
    ? Number(syscall(pidfdSendSignal, BigInt(fd), BigInt(number), 0n, 0n))
    : kill(pid, number);
  if (result === 0) return "sent";
  return libc.errno() === EPERM ? "denied" : "gone";
}
