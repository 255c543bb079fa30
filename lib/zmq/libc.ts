// SPDX-License-Identifier: Apache-2.0 OR MIT
// The functions of the C library that the room calls, typed.

import { libraryUnusable } from "./errors.ts";
import { libcName, thisTarget } from "./platform.ts";

const symbols = {
  poll: { parameters: ["buffer", "usize", "i32"], result: "i32", nonblocking: true },
  pipe: { parameters: ["buffer"], result: "i32" },
  read: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  write: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  close: { parameters: ["i32"], result: "i32" },
  memcpy: { parameters: ["buffer", "pointer", "usize"], result: "void" },
} as const satisfies Deno.ForeignLibraryInterface;

const eventSymbols = {
  eventfd: { parameters: ["u32", "i32"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** The C library, loaded. */
export type Libc = Deno.DynamicLibrary<typeof symbols>;

/** @throws {KernelError} `zmq.library`, or `zmq.platform` on a system without `poll` */
export function openLibc(): Libc {
  return load(symbols);
}

/**
 * Loads further functions of the C library.
 *
 * @throws {KernelError} `zmq.library` when one is missing, `zmq.platform` on a system without `poll`
 */
export function load<S extends Deno.ForeignLibraryInterface>(wanted: S): Deno.DynamicLibrary<S> {
  const name = libcName(thisTarget());
  try {
    return Deno.dlopen(name, wanted);
  } catch (error) {
    throw libraryUnusable(name, error);
  }
}

/** Makes an eventfd that closes on exec and never blocks (Linux). Returns it, or -1. */
export function openEventFd(): number {
  const libc = load(eventSymbols);
  try {
    const closeOnExec = 0o2000000;
    const nonBlocking = 0o4000;
    return libc.symbols.eventfd(0, closeOnExec | nonBlocking);
  } finally {
    libc.close();
  }
}
