// SPDX-License-Identifier: Apache-2.0 OR MIT
// The interpreter of one session, and the functions of its prelude that the Worker calls.

import variant from "@jitl/quickjs-ng-wasmfile-release-sync";
import type {
  QuickJSContext,
  QuickJSHandle,
  QuickJSRuntime,
  QuickJSSyncVariant,
} from "quickjs-emscripten-core";
import { newQuickJSWASMModuleFromVariant, newVariant } from "quickjs-emscripten-core";
import { prelude, preludeName } from "./prelude.ts";

/**
 * Stack of the interpreter. Its recursion uses several times as much of the Worker's own stack, of about 1 MB, which
 * must not overflow: the interpreter does not survive that.
 */
const stackBytes = 128 * 1024;
const pageBytes = 65_536;
/** Pages the module was linked for. */
const firstPages = 256;
/** Code, constants and stack of the interpreter, beside what values may take. */
const ownBytes = 8 * 1024 * 1024;
/** `JS_EVAL_FLAG_ASYNC`: await at the top level; the value is a promise of `{ value }`. */
const evalAsync = 1 << 7;

/** Result of running code: a handle to own, or the value thrown. */
export type Ran = { readonly value: QuickJSHandle } | { readonly thrown: QuickJSHandle };

/** Function of the Worker that a script's prelude may call; takes and gives plain values. */
export type HostFunction = (...args: unknown[]) => string | number | boolean | undefined | void;

/** One interpreter with its prelude. */
export class Vm {
  readonly context: QuickJSContext;
  readonly runtime: QuickJSRuntime;
  #api: QuickJSHandle | undefined;
  #hasReserve = true;
  readonly #memoryBytes: number;

  private constructor(runtime: QuickJSRuntime, memoryBytes: number) {
    this.runtime = runtime;
    this.#memoryBytes = memoryBytes;
    runtime.setMemoryLimit(memoryBytes);
    runtime.setMaxStackSize(stackBytes);
    this.context = runtime.newContext();
  }

  /** Starts an interpreter in `module`, which is instantiated for it alone. */
  static async create(module: WebAssembly.Module, memoryBytes: number): Promise<Vm> {
    // The package's declarations are those of its CommonJS form, which is not the one loaded.
    const sync = variant as unknown as QuickJSSyncVariant;
    // The interpreter's own limit counts allocations, not their sizes: what bounds them is the end of its memory.
    const maximum = Math.max(firstPages, Math.ceil((memoryBytes + ownBytes) / pageBytes));
    const wasmMemory = new WebAssembly.Memory({ initial: firstPages, maximum });
    const quickjs = await newQuickJSWASMModuleFromVariant(
      newVariant(sync, { wasmModule: module, wasmMemory }),
    );
    return new Vm(quickjs.newRuntime(), memoryBytes);
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
    const make = context.unwrapResult(context.evalCode(prelude, preludeName, { type: "global" }));
    const text = context.newString(JSON.stringify(settings));
    this.#api = context.unwrapResult(context.callFunction(make, context.undefined, host, text));
    for (const handle of [host, make, text]) handle.dispose();
  }

  /** Runs code as a script whose top level may await. A value is a promise of `{ value }`. */
  run(code: string, chunkName: string): Ran {
    const result = this.context.evalCode(code, chunkName, evalAsync);
    return result.error ? { thrown: result.error } : { value: result.value };
  }

  /** Calls a function of the prelude without arguments that gives a promise of `{ value }`. */
  invoke(name: string): Ran {
    if (this.#api === undefined) throw new TypeError(`Cannot call ${name}: no prelude`);
    const fn = this.context.getProp(this.#api, name);
    const result = this.context.callFunction(fn, this.context.undefined);
    fn.dispose();
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

  /** Bytes that values hold. */
  get usedBytes(): number {
    const handle = this.runtime.computeMemoryUsage();
    const usage = this.context.dump(handle) as { memory_used_size: number };
    handle.dispose();
    return usage.memory_used_size;
  }

  /** True when values hold so much that there may be no room for an error: each takes more than is counted. */
  get isFull(): boolean {
    return this.usedBytes > this.#memoryBytes / 2;
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
        const message: unknown = Object(dumped).message;
        throw new TypeError(`Cannot ${name}: ${message ?? dumped ?? "out of memory"}`);
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
