// SPDX-License-Identifier: Apache-2.0 OR MIT
// What the Lua wasm module asks of its environment. wasmoon's own JavaScript (an emscripten runtime with a file
// system, and bridges from Lua to JavaScript objects) is not used: the module needs these few functions only,
// and a script can reach nothing that is not here.

import { timeImports } from "./wasm_time.ts";

const pageBytes = 65_536;
/** `errno` values of wasi-libc, negated where a system call returns them. */
const badFile = 8;
const noSystem = 52;

/** Parts of the instance that its own imports need, known only after instantiation. */
export interface WasmCell {
  memory: WebAssembly.Memory;
  table: WebAssembly.Table;
  stackSave: () => number;
  stackRestore: (pointer: number) => void;
  setThrew: (threw: number, value: number) => void;
  /** Called by running code that sees the alarm word set. */
  attend: (L: number) => void;
  /** Called after the memory grew: views of the old buffer are detached. */
  grown: () => void;
}

/** Thrown through all of Lua when the Worker is to end. */
export class LuaClosed extends Error {
  /** Always `"LuaClosed"`. */
  override readonly name = "LuaClosed";
}

/** True for what only passes through JavaScript: a Lua error or yield on its way, the end of the Worker, a crash. */
export function isPassing(error: unknown): boolean {
  return error === Infinity || error instanceof LuaClosed || error instanceof LuaAbort ||
    error instanceof WebAssembly.RuntimeError;
}

/** Thrown when Lua's C code calls `abort` or `exit`, which only a broken state does. */
export class LuaAbort extends Error {
  /** Always `"LuaAbort"`. */
  override readonly name = "LuaAbort";
}

function resizeHeap(cell: WasmCell, requestedBytes: number, maxBytes: number): number {
  const wanted = requestedBytes >>> 0;
  if (wanted > maxBytes) return 0;
  const current = cell.memory.buffer.byteLength;
  const generous = Math.min(maxBytes, Math.max(wanted, Math.floor(current * 1.25)));
  const pages = Math.max(
    Math.ceil((wanted - current) / pageBytes),
    Math.floor((generous - current) / pageBytes),
  );
  try {
    cell.memory.grow(pages);
  } catch (error) {
    if (error instanceof RangeError) return 0;
    throw error;
  }
  cell.grown();
  return 1;
}

/**
 * The import object of the module.
 *
 * `emscripten_resize_heap` is where the memory cap is: beyond it `malloc` returns NULL, which Lua turns into its
 * own "not enough memory" after an emergency collection. No allocation calls JavaScript.
 *
 * @param cell filled by the caller once the instance exists
 * @param maxBytes size that the memory may grow to
 */
export function wasmImports(cell: WasmCell, maxBytes: number): WebAssembly.Imports {
  const refuse = (): number => -noSystem;
  const abort = (reason: string) => (): never => {
    throw new LuaAbort(`Cannot go on: Lua called ${reason}`);
  };
  const env: Record<string, WebAssembly.ImportValue> = {
    abort: abort("abort()"),
    exit: abort("exit()"),
    // setjmp and longjmp: a Lua error is a thrown Infinity, caught here at the protected call.
    invoke_vii: (callee: number, first: number, second: number): void => {
      const stack = cell.stackSave();
      try {
        cell.table.get(callee)?.(first, second);
      } catch (error) {
        cell.stackRestore(stack);
        if (error !== Infinity) throw error;
        cell.setThrew(1, 0);
      }
    },
    _emscripten_throw_longjmp: (): never => {
      throw Infinity;
    },
    emscripten_resize_heap: (bytes: number): number => resizeHeap(cell, bytes, maxBytes),
    // Not C's system(): the patched interpreter calls it when the alarm word is set.
    system: (L: number): number => {
      cell.attend(L);
      return 0;
    },
    __syscall_openat: refuse,
    __syscall_fcntl64: refuse,
    __syscall_ioctl: refuse,
    __syscall_dup3: refuse,
    __syscall_unlinkat: refuse,
    __syscall_rmdir: refuse,
    __syscall_renameat: refuse,
    __syscall_readlinkat: refuse,
    ...timeImports(cell),
  };
  return {
    env,
    wasi_snapshot_preview1: {
      fd_write: () => badFile,
      fd_read: () => badFile,
      fd_close: () => badFile,
      fd_seek: () => badFile,
      environ_sizes_get: (count: number, size: number): number => {
        const view = new DataView(cell.memory.buffer);
        view.setUint32(count, 0, true);
        view.setUint32(size, 0, true);
        return 0;
      },
      environ_get: () => 0,
    },
  };
}
