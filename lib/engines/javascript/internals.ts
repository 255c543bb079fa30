// SPDX-License-Identifier: Apache-2.0 OR MIT
// Fields of the interpreter's own structures that its binding gives no way to. They are found by what is known of
// their surroundings in quickjs-ng 0.12, and refused where the surroundings are others.

import { exportNames } from "./wasm_exports.ts";

const wordBytes = 4;
/** Words looked through of `JSRuntime` and `JSContext`. */
const searchedWords = 128;
/** `JS_TAG_FIRST`: values with tags from here to -1 are pointers to what begins with a count of its references. */
const firstTag = -9;
/** Parameters of `eval_internal`: context, this, source, its length, name, line, flags, scope. */
const evalParameters = 8;
/** Parameters of a C function of the language: context, this, number of arguments, arguments. */
const nativeParameters = 4;
/** Parameters of a class's function that visits what an object holds: runtime, object, visitor. */
const markParameters = 3;
/** `sizeof(JSClass)`: its number, its name, a finalizer, the function that visits, and two more. */
const classBytes = 24;
const markOffset = 12;
/** Classes that must be in their places for the list of classes to be known. */
const knownClasses = 8;

/** A started interpreter. */
export interface Interpreter {
  /** Its module's exports, as `exportInternals` left them. */
  readonly exports: WebAssembly.Exports;
  readonly memory: WebAssembly.Memory;
  /** Address of the `JSRuntime`. */
  readonly runtime: number;
  /** Address of the `JSContext`. */
  readonly context: number;
}

/** Addresses of fields. */
export interface Fields {
  /** `JSRuntime.stack_limit`: where the stack is said to overflow. */
  readonly stackLimit: number;
  /** `JSRuntime.host_promise_rejection_tracker`. */
  readonly rejectionTracker: number;
  /** `JSContext.interrupt_counter`: calls until the next interrupt check. */
  readonly interruptCounter: number;
  /** `JSContext.eval_internal`: reads source text and runs it. */
  readonly evalInternal: number;
}

/** What the interpreter's memory holds, and its table of functions. */
export class Internals {
  readonly #interpreter: Interpreter;
  readonly #table: WebAssembly.Table;
  readonly #stackPointer: WebAssembly.Global;
  #words: Int32Array;

  /** @throws {TypeError} when the module does not export what `exportInternals` adds */
  constructor(interpreter: Interpreter) {
    const table = interpreter.exports[exportNames.table];
    const stackPointer = interpreter.exports[exportNames.stackPointer];
    if (!(table instanceof WebAssembly.Table)) throw unknownBuild("the function table");
    if (!(stackPointer instanceof WebAssembly.Global)) throw unknownBuild("the stack pointer");
    this.#interpreter = interpreter;
    this.#table = table;
    this.#stackPointer = stackPointer;
    this.#words = new Int32Array(interpreter.memory.buffer);
  }

  /** Address of the interpreter's stack now; it grows down. */
  get stackPointer(): number {
    return Number(this.#stackPointer.value);
  }

  /** The word at an address. */
  read(address: number): number {
    return this.#memory[address / wordBytes] ?? 0;
  }

  /** Sets the word at an address. */
  write(address: number, value: number): void {
    this.#memory[address / wordBytes] = value;
  }

  /** Counts one more reference to a raw value, where its kind has references. */
  keep(value: bigint): void {
    const tag = Number(BigInt.asIntN(32, value >> 32n));
    if (tag < firstTag || tag >= 0) return;
    const address = Number(BigInt.asUintN(32, value));
    this.write(address, this.read(address) + 1);
  }

  /** The function behind a C pointer; undefined for what is none. */
  functionAt(pointer: number): CallableFunction | undefined {
    if (pointer <= 0 || pointer >= this.#table.length) return undefined;
    return this.#table.get(pointer) ?? undefined;
  }

  /** Puts a function of wasm into the table. @returns its C pointer */
  addFunction(fn: CallableFunction): number {
    const pointer = this.#table.grow(1);
    this.#table.set(pointer, fn);
    return pointer;
  }

  /**
   * Finds the fields.
   *
   * @param stackBytes what the stack was limited to
   * @param enableInterrupts sets the interrupt handler of the runtime, which has none yet
   * @throws {TypeError} when one is not where it is known to be
   */
  findFields(stackBytes: number, enableInterrupts: () => void): Fields {
    const { runtime, context } = this.#interpreter;
    const before = this.#wordsAt(runtime);
    enableInterrupts();
    const after = this.#wordsAt(runtime);
    const changed = [...after.keys()].filter((at) => after[at] !== before[at]);
    const [handler] = changed;
    // The handler, its data, a hook for promises, its data, a promise, the tracker, its data, a list that is empty.
    if (handler === undefined || changed.length !== 1) throw unknownBuild("the interrupt handler");
    const tracker = handler + 5;
    const between = after.subarray(handler + 1, tracker + 2);
    if (!between.every((word) => word === 0) || !this.#isEmptyList(runtime, tracker + 2)) {
      throw unknownBuild("the tracker of rejections");
    }
    const size = after.findIndex((word, at) =>
      word === stackBytes && after[at + 2] === (after[at + 1] ?? 0) - stackBytes
    );
    if (size < 0 || size > handler) throw unknownBuild("the limit of the stack");
    // The counter, a list that is empty, the compiler of regular expressions, eval.
    const words = this.#wordsAt(context);
    const modules = words.findIndex((_word, at) => this.#isEmptyList(context, at));
    const evalInternal = this.functionAt(words[modules + 3] ?? 0);
    if (modules < 1 || evalInternal?.length !== evalParameters) throw unknownBuild("eval");
    return {
      stackLimit: runtime + (size + 2) * wordBytes,
      rejectionTracker: runtime + tracker * wordBytes,
      interruptCounter: context + (modules - 1) * wordBytes,
      evalInternal: context + (modules + 3) * wordBytes,
    };
  }

  /** Number of the class that an object was made of. @param object address of its `JSObject` */
  classOf(object: number): number {
    return this.read(object + wordBytes) >>> 16;
  }

  /** Address of the C pointer of a native function. @param object address of its `JSObject` */
  findNative(object: number): number {
    const { context } = this.#interpreter;
    const words = this.#wordsAt(object).subarray(0, 16);
    const realm = words.findIndex((word, at) =>
      word === context && this.functionAt(words[at + 1] ?? 0)?.length === nativeParameters
    );
    if (realm < 0) throw unknownBuild("a native function");
    return object + (realm + 1) * wordBytes;
  }

  /** Address of the C pointer of the function that visits what an object of a class holds. */
  findMark(object: number): number {
    const classes = this.#wordsAt(this.#interpreter.runtime).find((list) => {
      if (list <= 0 || list % wordBytes !== 0) return false;
      for (let id = 1; id <= knownClasses; id++) {
        if (this.read(list + id * classBytes) !== id) return false;
      }
      return true;
    });
    if (classes === undefined) throw unknownBuild("the list of classes");
    const pointer = classes + this.classOf(object) * classBytes + markOffset;
    if (this.functionAt(this.read(pointer))?.length !== markParameters) {
      throw unknownBuild("what visits an object");
    }
    return pointer;
  }

  get #memory(): Int32Array {
    if (this.#words.length === 0) this.#words = new Int32Array(this.#interpreter.memory.buffer);
    return this.#words;
  }

  #wordsAt(address: number): Int32Array {
    const start = address / wordBytes;
    return this.#memory.slice(start, start + searchedWords);
  }

  /** True when a list that holds itself alone begins at a word of a structure. */
  #isEmptyList(structure: number, at: number): boolean {
    const address = structure + at * wordBytes;
    return this.read(address) === address && this.read(address + wordBytes) === address;
  }
}

function unknownBuild(what: string): TypeError {
  return new TypeError(`Cannot use this build of the interpreter: ${what} is not where it was`);
}
