// SPDX-License-Identifier: Apache-2.0 OR MIT
// Functions of the C library, loaded when they are needed and let go by disposal.

import { libraryUnusable } from "./errors.ts";

/** `EINTR`, the same everywhere. */
export const EINTR = 4;
/** `EPERM`, the same everywhere. */
export const EPERM = 1;
/** `ESRCH`, the same everywhere. */
export const ESRCH = 3;
/** `EAGAIN` of this process's system. */
export const EAGAIN: number = Deno.build.os === "darwin" ? 35 : 11;

/** Loaded functions of the C library. Disposal lets the library go. */
export interface Libc<S extends Deno.ForeignLibraryInterface> extends Disposable {
  readonly symbols: Deno.DynamicLibrary<S>["symbols"];
  /** `errno` as the latest failed call left it. Read it before any other call. */
  errno(): number;
}

const errnoSymbol = Deno.build.os === "darwin" ? "__error" : "__errno_location";

/**
 * Loads functions of the C library. None of them may be variadic with an argument in that place: Apple's processors
 * pass those in another way.
 *
 * @throws {KernelError} `daemon.library`
 */
export function openLibc<S extends Deno.ForeignLibraryInterface>(wanted: S): Libc<S> {
  const name = libcName();
  const symbols = { ...wanted, [errnoSymbol]: { parameters: [], result: "pointer" } as const };
  try {
    const library = Deno.dlopen(name, symbols);
    const location = library.symbols[errnoSymbol] as unknown as () => Deno.PointerValue;
    return {
      symbols: library.symbols as unknown as Deno.DynamicLibrary<S>["symbols"],
      errno: () => new Deno.UnsafePointerView(location()!).getInt32(),
      [Symbol.dispose]: () => library.close(),
    };
  } catch (error) {
    throw libraryUnusable(name, error);
  }
}

/** Text as the C library takes it. */
export function cString(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${text}\0`);
}

function libcName(): string {
  const { os, arch, target } = Deno.build;
  if (os === "darwin") return "libSystem.B.dylib";
  return target.endsWith("musl") ? `libc.musl-${arch}.so.1` : "libc.so.6";
}
