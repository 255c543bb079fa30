// SPDX-License-Identifier: Apache-2.0 OR MIT
// Keeps the interpreter from overflowing the Worker's own stack, which it would not survive.

import { createWasmFunction } from "../worker/mod.ts";
import type { Fields, Internals } from "./internals.ts";

/**
 * The interpreter limits its own stack, in its memory. Beside it the Worker's stack of about 1 MB grows: calls take 2
 * to 4 bytes of it for one of the interpreter's, its JSON functions up to 12, its parser up to 25. So that one limit
 * serves all, the heavy ones get a part of what is left.
 */
const parserShare = 5;
const nativeShare = 3;

/** Narrows the limit of the interpreter's stack while its parser or a heavy native function runs. */
export class StackGuard {
  readonly #internals: Internals;
  readonly #fields: Fields;
  readonly #lowest: number;
  /** The limit to set when source text has been read and its code begins to run. */
  #afterReading: number | undefined;

  /** Guards the parser. */
  constructor(internals: Internals, fields: Fields) {
    this.#internals = internals;
    this.#fields = fields;
    this.#lowest = internals.read(fields.stackLimit);
    this.#wrap(fields.evalInternal, "jijiiiiii", (run) => this.#reading(run));
  }

  /** Guards a native function. @param object address of its `JSObject` */
  guardNative(object: number): void {
    const pointer = this.#internals.findNative(object);
    this.#wrap(pointer, "jijii", (run) => this.#within(nativeShare, run));
  }

  /** To be called at every interrupt check: code runs, so that its source has been read. */
  codeRuns(): void {
    if (this.#afterReading === undefined) return;
    this.#internals.write(this.#fields.stackLimit, this.#afterReading);
    this.#afterReading = undefined;
  }

  /** Puts a function around the one that a C pointer at `address` means. */
  #wrap(
    address: number,
    signature: string,
    around: (run: () => bigint) => bigint,
  ): void {
    const original = this.#internals.functionAt(this.#internals.read(address));
    if (original === undefined) throw new TypeError("Cannot guard what is no function");
    const guarded = createWasmFunction<number | bigint>(
      signature,
      (...args) => around(() => original(...args)),
    );
    this.#internals.write(address, this.#internals.addFunction(guarded));
  }

  /** Reads source text within the parser's share. The first call of its code makes an interrupt check. */
  #reading(run: () => bigint): bigint {
    const outer = this.#afterReading;
    this.#afterReading = this.#internals.read(this.#fields.stackLimit);
    this.#internals.write(this.#fields.interruptCounter, 0);
    try {
      return this.#within(parserShare, run);
    } finally {
      this.#afterReading = outer;
    }
  }

  #within(share: number, run: () => bigint): bigint {
    const { stackLimit } = this.#fields;
    const before = this.#internals.read(stackLimit);
    const { stackPointer } = this.#internals;
    const narrow = stackPointer - Math.floor((stackPointer - this.#lowest) / share);
    this.#internals.write(stackLimit, Math.max(before, narrow));
    try {
      return run();
    } finally {
      this.#internals.write(stackLimit, before);
    }
  }
}
