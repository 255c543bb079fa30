// SPDX-License-Identifier: Apache-2.0 OR MIT
// The interpreter of one session, and the functions of its prelude that the Worker calls.

import variant from "@jitl/quickjs-ng-wasmfile-release-sync";
import type {
  EmscriptenModuleLoaderOptions,
  JSValuePointer,
  QuickJSContext,
  QuickJSHandle,
  QuickJSRuntime,
  QuickJSSyncVariant,
  QuickJSWASMModule,
} from "quickjs-emscripten-core";
import { Lifetime, newQuickJSWASMModuleFromVariant, newVariant } from "quickjs-emscripten-core";
import { createWasmFunction } from "../worker/mod.ts";
import { guardArguments } from "./arguments_guard.ts";
import { type Fields, Internals } from "./internals.ts";
import { LimitedMemory } from "./limited_memory.ts";
import { prelude, preludeName } from "./prelude.ts";
import { StackGuard } from "./stack_guard.ts";

/**
 * Stack of the interpreter. Its recursion uses several times as much of the Worker's own stack, of about 1 MB, which
 * must not overflow: the interpreter does not survive that. @see StackGuard
 */
const stackBytes = 160 * 1024;
/** Native functions that take more of the Worker's stack than calls do. */
const heavyNatives = [["JSON", "stringify"], ["JSON", "parse"]] as const;
/** Code whose value is an `arguments` object that shares the parameters with its call. */
const mappedArguments = "(function (parameter) { return arguments })(0)";
const pageBytes = 65_536;
/** Pages the module was linked for. */
const firstPages = 256;
/** Code, constants and stack of the interpreter, beside what values may take. */
const ownBytes = 8 * 1024 * 1024;
/** `JS_EVAL_FLAG_ASYNC`: await at the top level; the value is a promise of `{ value }`. */
const evalAsync = 1 << 7;

/** Room that counting what values hold may take. */
const countingBytes = 16 * 1024;
/** Raw values held at a time. */
const maxHeld = 200;

/** Result of running code: a handle to own, or the value thrown. */
export type Ran = { readonly value: QuickJSHandle } | { readonly thrown: QuickJSHandle };

/** Function of the Worker that a script's prelude may call; takes and gives plain values. */
export type HostFunction = (...args: unknown[]) => string | number | boolean | undefined | void;

/** Hears of a promise that was rejected without a handler, or that got one after that; values are raw. */
export type RejectionTracker = (promise: bigint, reason: bigint, isHandled: boolean) => void;

/** A started module with what it exports and its memory. */
interface Started {
  readonly quickjs: QuickJSWASMModule;
  readonly exports: WebAssembly.Exports;
  readonly memory: LimitedMemory;
}

/** One interpreter with its prelude. */
export class Vm {
  readonly context: QuickJSContext;
  readonly runtime: QuickJSRuntime;
  /** The interrupt check: true ends what runs. */
  check: () => boolean = () => false;
  #api: QuickJSHandle | undefined;
  #hasReserve = true;
  readonly #memoryBytes: number;
  readonly #memory: LimitedMemory;
  readonly #ffi: ReturnType<QuickJSWASMModule["getFFI"]>;
  readonly #internals: Internals;
  readonly #fields: Fields;
  #guard: StackGuard | undefined;
  /** Where raw values are put to make handles of them, also when there is no memory left. */
  readonly #slots: JSValuePointer[] = [];

  private constructor({ quickjs, exports, memory }: Started, memoryBytes: number) {
    const runtime = quickjs.newRuntime();
    this.runtime = runtime;
    this.#memory = memory;
    this.#ffi = quickjs.getFFI();
    this.#memoryBytes = memoryBytes;
    runtime.setMemoryLimit(memoryBytes);
    runtime.setMaxStackSize(stackBytes);
    this.context = runtime.newContext();
    // To measure memory the binding would make a context of its own, when there may be no room for one.
    runtime.context = this.context;
    for (let count = 0; count < maxHeld; count++) this.#addSlot();
    const addresses = { runtime: runtime["rt"].value, context: this.context["ctx"].value };
    this.#internals = new Internals({ exports, memory, ...addresses });
    const onCheck = () => {
      this.#guard?.codeRuns();
      return this.check();
    };
    this.#fields = this.#internals.findFields(
      stackBytes,
      () => runtime.setInterruptHandler(onCheck),
    );
    const guard = this.#guard = new StackGuard(this.#internals, this.#fields);
    for (const path of heavyNatives) guard.guardNative(this.#objectAt(path));
    const mapped = this.context.unwrapResult(this.context.evalCode(mappedArguments));
    guardArguments(this.#internals, this.#addressOf(mapped));
    mapped.dispose();
  }

  /**
   * Starts an interpreter in `module`, which is instantiated for it alone.
   *
   * @param module as `exportInternals` makes it
   * @throws {TypeError} when it is another build of the interpreter than the one known
   */
  static async create(module: WebAssembly.Module, memoryBytes: number): Promise<Vm> {
    // The package's declarations are those of its CommonJS form, which is not the one loaded.
    const sync = variant as unknown as QuickJSSyncVariant;
    // The interpreter's own limit counts allocations, not their sizes: what bounds them is the end of its memory.
    const maximum = Math.max(firstPages, Math.ceil((memoryBytes + ownBytes) / pageBytes));
    const memory = new LimitedMemory({ initial: firstPages, maximum });
    let exports: WebAssembly.Exports = {};
    const instantiateWasm: EmscriptenModuleLoaderOptions["instantiateWasm"] = (imports, done) => {
      const instance = new WebAssembly.Instance(module, imports);
      exports = instance.exports;
      done(instance);
      return exports;
    };
    const emscriptenModule = { instantiateWasm };
    const quickjs = await newQuickJSWASMModuleFromVariant(
      newVariant(sync, { emscriptenModule, wasmMemory: memory }),
    );
    return new Vm({ quickjs, exports, memory }, memoryBytes);
  }

  /** Runs the prelude with the functions it may call. */
  open(functions: Readonly<Record<string, HostFunction>>, settings: unknown): void {
    const { context } = this;
    const host = context.newObject();
    for (const [name, fn] of Object.entries(functions)) {
      const handle = context.newFunction(name, (...args) => this.#callHost(fn, args));
      context.setProp(host, name, handle);
      handle.dispose();
    }
    this.#addQuestions(host);
    const make = context.unwrapResult(context.evalCode(prelude, preludeName, { type: "global" }));
    const text = context.newString(JSON.stringify(settings));
    this.#api = context.unwrapResult(context.callFunction(make, context.undefined, host, text));
    for (const handle of [host, make, text]) handle.dispose();
  }

  /** Lets the code that runs next come to its interrupt check before anything else. */
  checkSoon(): void {
    this.#internals.write(this.#fields.interruptCounter, 0);
  }

  /** Lets `track` hear of rejections. It must run no code of the interpreter. */
  trackRejections(track: RejectionTracker): void {
    const { rejectionTracker } = this.#fields;
    const callback = createWasmFunction<number | bigint>(
      "vijjii",
      (_context, promise, reason, isHandled) => {
        track(BigInt(promise ?? 0), BigInt(reason ?? 0), Number(isHandled) !== 0);
      },
    );
    this.#internals.write(rejectionTracker, this.#internals.addFunction(callback));
  }

  /** A handle of a raw value, which it keeps; takes no memory. @returns undefined when `maxHeld` are in use */
  hold(value: bigint): QuickJSHandle | undefined {
    const slot = this.#slots.pop();
    if (slot === undefined) return undefined;
    const context = this.context["ctx"].value;
    this.#internals.keep(value);
    new DataView(this.#memory.buffer).setBigInt64(slot, value, true);
    const release = (held: JSValuePointer): void => {
      this.#ffi.QTS_FreeValuePointer(context, held);
      this.#addSlot();
    };
    return new Lifetime(slot, undefined, release, this.runtime) as QuickJSHandle;
  }

  /** The raw value of a handle. */
  addressed(handle: QuickJSHandle): bigint {
    return new DataView(this.#memory.buffer).getBigInt64(handle.value, true);
  }

  /** Runs code as a script whose top level may await. A value is a promise of `{ value }`. */
  run(code: string, chunkName: string): Ran {
    this.#memory.ranOut = false;
    this.call("begin");
    const result = this.context.evalCode(code, chunkName, evalAsync);
    return result.error ? { thrown: result.error } : { value: result.value };
  }

  /** Calls a function of the prelude that runs code of the script. */
  invoke(name: string, ...args: readonly number[]): Ran {
    if (this.#api === undefined) throw new TypeError(`Cannot call ${name}: no prelude`);
    const fn = this.context.getProp(this.#api, name);
    const handles = args.map((arg) => this.context.newNumber(arg));
    const result = this.context.callFunction(fn, this.context.undefined, ...handles);
    for (const handle of [fn, ...handles]) handle.dispose();
    return result.error ? { thrown: result.error } : { value: result.value };
  }

  /** Calls a function of the prelude that gives a text or nothing. Handles given stay the caller's. */
  call(name: string, ...args: readonly (string | number | boolean | QuickJSHandle)[]):
    | string
    | undefined {
    try {
      return this.#call(name, args);
    } catch (error) {
      if (!(error instanceof TypeError) || !error.message.endsWith(": out of memory")) throw error;
      if (!this.release()) throw error;
      return this.#call(name, args);
    }
  }

  /** Gives up the memory held back for the time when there is no other. @returns false when it was given up before */
  release(): boolean {
    if (!this.#hasReserve) return false;
    this.#hasReserve = false;
    this.#call("release", []);
    return true;
  }

  /** Holds memory back again, if it was given up and there is enough. */
  refill(): void {
    if (this.#hasReserve) return;
    this.#hasReserve = this.#call("refill", []) !== undefined;
  }

  /** As `call`, for functions that answer in JSON. */
  ask(name: string, ...args: readonly (string | number | boolean | QuickJSHandle)[]): unknown {
    const text = this.call(name, ...args);
    return text === undefined ? undefined : JSON.parse(text);
  }

  /** Bytes that values hold; all there are when there is no room left to count them. */
  get usedBytes(): number {
    if (!this.#hasRoom(countingBytes)) return this.#memoryBytes;
    const handle = this.runtime.computeMemoryUsage();
    const usage = this.context.dump(handle) as { memory_used_size: number };
    handle.dispose();
    return usage.memory_used_size;
  }

  /** True when there was no memory for something since code was last run. */
  get ranOut(): boolean {
    return this.#memory.ranOut;
  }

  #hasRoom(bytes: number): boolean {
    const { _malloc: take, _free: give } = this.context["module"];
    const pointer = take(bytes);
    if (pointer !== 0) give(pointer);
    return pointer !== 0;
  }

  #addSlot(): void {
    const slot = this.#ffi.QTS_NewFloat64(this.context["ctx"].value, 0);
    if (slot !== 0) this.#slots.push(slot);
  }

  /** Adds what the prelude asks about values themselves; nothing of the script runs for an answer. */
  #addQuestions(host: QuickJSHandle): void {
    const { context } = this;
    const questions: Readonly<Record<string, (value: QuickJSHandle) => QuickJSHandle>> = {
      classId: (value) => context.newNumber(this.#internals.classOf(this.#addressOf(value))),
      promiseState: (value) => {
        const state = context.getPromiseState(value);
        if (state.type === "fulfilled") state.value.dispose();
        else if (state.type === "rejected") state.error.dispose();
        return context.newString(state.type);
      },
      promiseResult: (value) => {
        const state = context.getPromiseState(value);
        if (state.type === "pending") return context.undefined;
        return state.type === "fulfilled" ? state.value : state.error;
      },
    };
    for (const [name, ask] of Object.entries(questions)) {
      const handle = context.newFunction(name, (value) => ask(value));
      context.setProp(host, name, handle);
      handle.dispose();
    }
  }

  #addressOf(object: QuickJSHandle): number {
    return Number(BigInt.asUintN(32, this.addressed(object)));
  }

  /** Address of the object at a path of names from the globals. */
  #objectAt(path: readonly string[]): number {
    let at: QuickJSHandle = this.context.global.dup();
    for (const name of path) {
      const next = this.context.getProp(at, name);
      at.dispose();
      at = next;
    }
    const address = this.#addressOf(at);
    at.dispose();
    return address;
  }

  #call(
    name: string,
    args: readonly (string | number | boolean | QuickJSHandle)[],
  ): string | undefined {
    const { context } = this;
    const own: QuickJSHandle[] = [];
    try {
      const handles = args.map((arg) => {
        if (typeof arg === "object") return arg;
        const handle = this.#plain(arg);
        own.push(handle);
        return handle;
      });
      if (this.#api === undefined) throw new TypeError(`Cannot call ${name}: no prelude`);
      const fn = context.getProp(this.#api, name);
      own.push(fn);
      const result = context.callFunction(fn, context.undefined, ...handles);
      if (result.error) {
        const dumped: unknown = context.dump(result.error);
        result.error.dispose();
        const message: unknown = Object(dumped).message ?? dumped ?? "";
        // Without memory for an error, or for its message, there is none.
        const reason = message === "" && this.ranOut ? "out of memory" : message;
        throw new TypeError(`Cannot ${name}: ${reason}`);
      }
      own.push(result.value);
      return context.typeof(result.value) === "string"
        ? context.getString(result.value)
        : undefined;
    } finally {
      for (const handle of own) handle.dispose();
    }
  }

  #plain(value: string | number | boolean): QuickJSHandle {
    const { context } = this;
    if (typeof value === "string") return context.newString(value);
    if (typeof value === "number") return context.newNumber(value);
    return value ? context.true : context.false;
  }

  #callHost(fn: HostFunction, args: readonly QuickJSHandle[]): QuickJSHandle {
    const { context } = this;
    const values = args.map((arg) => {
      const type = context.typeof(arg);
      if (type === "string") return context.getString(arg);
      if (type === "number") return context.getNumber(arg);
      return type === "boolean" ? context.getNumber(arg) === 1 : undefined;
    });
    const value = fn(...values);
    return value === undefined ? context.undefined : this.#plain(value);
  }
}
