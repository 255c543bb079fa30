// SPDX-License-Identifier: Apache-2.0 OR MIT
// Words of the interpreter's memory that the Worker writes without running the interpreter.

import type { QuickJSContext, QuickJSHandle } from "quickjs-emscripten-core";

/** Indices of the words that the prelude of the debugger and the Worker share. */
export const DebugWord = {
  /** Depth of the next frame. */
  depth: 0,
  /** Depth of the first frame of this turn. */
  base: 1,
  /** Number of this turn. */
  turn: 2,
  /** 1 while code is evaluated for the debugger. */
  evaluating: 3,
} as const;

const bytes = Object.keys(DebugWord).length * Int32Array.BYTES_PER_ELEMENT;

/** The words of one session: what is told by them needs no memory, and cannot be cut off. */
export class DebugWords {
  /** The words as an ArrayBuffer of the interpreter, which must stay alive. */
  readonly buffer: QuickJSHandle;
  readonly #context: QuickJSContext;
  readonly #pointer: number;

  /** Words that are all zero. */
  constructor(context: QuickJSContext) {
    this.#context = context;
    const { memory, ffi, ctx } = {
      memory: context["memory"],
      ffi: context["ffi"],
      ctx: context["ctx"],
    };
    const { pointer } = memory.newHeapBufferPointer(new Uint8Array(bytes)).value;
    this.#pointer = pointer;
    this.buffer = memory.heapValueHandle(ffi.QTS_NewArrayBuffer(ctx.value, pointer, bytes));
  }

  /** The words now: the view is empty once the interpreter's memory has grown. */
  get view(): Int32Array {
    const { buffer } = this.#context["module"].HEAPU8;
    return new Int32Array(buffer, this.#pointer, bytes / Int32Array.BYTES_PER_ELEMENT);
  }
}
