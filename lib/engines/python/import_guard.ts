// SPDX-License-Identifier: Apache-2.0 OR MIT
// Between the interpreter and the JavaScript it imports: what a script does there is bounded, and leads nowhere.

/** Functions that a module imports, by name. */
type Imports = Record<string, unknown>;
type Callable = (...args: unknown[]) => unknown;

/** What a guard is made of. */
export interface ImportGuardOptions {
  /** True from the moment on in which scripts run. */
  readonly isClosed: () => boolean;
  /** Bytes that this Worker's JavaScript holds: objects and texts, and buffers beside the interpreter's memory. */
  readonly usage: () => { readonly heapBytes: number; readonly bufferBytes: number };
  /** What objects and texts may take beside what they take at the start; more ends the engine. */
  readonly maxHeapBytes: number;
  /** What buffers may take beside what they take at the start; the private files are full then. */
  readonly maxBufferBytes: number;
}

/** Conversions of text; their second argument is its length. */
const texts = ["_python2js_ascii", "_python2js_ucs1", "_python2js_ucs2", "_python2js_ucs4"];
/** What makes something of JavaScript that lasts: cheap each, counted together. */
const makers = [
  ...["JsvFunction_CallBound", "JsvArray_Push", "_JsArray_PushEntry_helper", "JsvSet_Add"],
  ...[
    "JsvMap_Set",
    "_JsObject_Set_js",
    "JsObjMap_ass_subscript_js",
    "pyproxy_new",
    "pyproxy_new_ex",
  ],
  ...["JsvArray_slice_assign", "JsvArray_Insert", "JsvArray_Set"],
  ...["__syscall_openat", "__syscall_mkdirat", "__syscall_symlinkat", "__syscall_mknodat"],
  ...["__syscall_pipe", "__syscall_socket", "__syscall_dup"],
];
/** Conversions of buffers, of any size each. */
const buffers = ["_python2js_buffer_inner"];
/** Writes to files; they answer with an error number. */
const writes = ["fd_write", "fd_pwrite"];
/** Changes of a file's size, which is the last argument; they answer with a negative error number. */
const resizes = ["__syscall_ftruncate64", "__syscall_truncate64", "__syscall_fallocate"];
/** Readers of properties; the object is the first argument. */
const readers = ["JsProxy_GetAttr_js", "JsObjMap_subscript_js"];
/** What lists properties: names, values, or both. */
const listers = ["JsvObject_Keys", "JsvObject_Values", "JsvObject_Entries"];
/** What changes objects of JavaScript, or makes much of little; refused. */
const changers = [
  ...["JsProxy_SetAttr_js", "JsProxy_DelAttr_js", "JsvFunction_Construct", "JsArray_repeat_js"],
  ...["JsArray_inplace_repeat_js", "JsvArray_Extend"],
];

const noSpace = 51;
const textStep = 4 * 1024 * 1024;
const countStep = 4_096;
const nothing = Object.freeze(Object.create(null));

/** What a script may see of an object: nothing that it inherits. */
function bareOf(value: unknown): unknown {
  if (value instanceof Error) {
    const { name, message, stack } = value;
    return Object.freeze({ __proto__: null, name, message, stack });
  }
  const isPlain = typeof value === "object" && value !== null &&
    Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? Object.freeze({ __proto__: null, ...value }) : nothing;
}

/** Counts what the interpreter makes of JavaScript, and keeps it from what leads further. */
export class ImportGuard {
  readonly #options: ImportGuardOptions;
  readonly #bare = new WeakMap<object, unknown>();
  /** The same function may be there under two modules. */
  readonly #wrapped = new WeakSet<Callable>();
  #closed = false;
  #base: ReturnType<ImportGuardOptions["usage"]> | undefined;
  #chars = 0;
  #count = 0;

  /** A guard that lets everything pass until `isClosed`. */
  constructor(options: ImportGuardOptions) {
    this.#options = options;
  }

  /** Puts itself before what the interpreter imports; not into its tables of addresses, which are made on demand. */
  wrap(imports: WebAssembly.Imports): WebAssembly.Imports {
    for (const module of ["env", "wasi_snapshot_preview1"]) this.#wrapAll(imports[module] ?? {});
    return imports;
  }

  #wrapAll(functions: Imports): void {
    const before = (names: readonly string[], look: (args: unknown[]) => unknown): void => {
      for (const name of names) {
        const original = functions[name];
        if (typeof original !== "function" || this.#wrapped.has(original as Callable)) continue;
        functions[name] = this.#guarded(original as Callable, look);
      }
    };
    before(texts, ([, length]) => this.#made(Number(length), 1));
    before(makers, () => this.#made(0, 1));
    before(buffers, () => this.#check());
    before(writes, () => this.#filesAreFull(0) ? noSpace : undefined);
    before(resizes, (args) => this.#filesAreFull(Number(args.at(-1))) ? -noSpace : undefined);
    before([...readers, ...listers], (args) => void (args[0] = this.#look(args[0])));
    before(changers, (args) => void (args[0] = nothing));
  }

  /** A function before which is looked; what the look gives, if anything, is the answer. */
  #guarded(original: Callable, look: (args: unknown[]) => unknown): Callable {
    const guarded: Callable = (...args) => {
      if (!(this.#closed ||= this.#options.isClosed())) return original(...args);
      const answer = look(args);
      return answer === undefined ? original(...args) : answer;
    };
    this.#wrapped.add(guarded);
    return guarded;
  }

  /** What a script may see of an object; that of one that cannot change is made once. */
  #look(value: unknown): unknown {
    if (typeof value !== "object" || value === null || !Object.isFrozen(value)) {
      return bareOf(value);
    }
    let bare = this.#bare.get(value);
    if (bare === undefined) this.#bare.set(value, bare = bareOf(value));
    return bare;
  }

  #made(chars: number, count: number): void {
    this.#chars += chars;
    this.#count += count;
    if (this.#chars >= textStep || this.#count >= countStep) this.#check();
  }

  /** What is held beside what was held when the first script ran. */
  #grown(): ReturnType<ImportGuardOptions["usage"]> {
    const { heapBytes, bufferBytes } = this.#options.usage();
    const base = this.#base ??= { heapBytes, bufferBytes };
    return {
      heapBytes: heapBytes - base.heapBytes,
      bufferBytes: bufferBytes - base.bufferBytes,
    };
  }

  /** @throws {RangeError} which no script can catch */
  #check(): void {
    this.#chars = this.#count = 0;
    const { maxHeapBytes, maxBufferBytes } = this.#options;
    const { heapBytes, bufferBytes } = this.#grown();
    if (heapBytes <= maxHeapBytes && bufferBytes <= 2 * maxBufferBytes) return;
    this.#count = countStep;
    throw new RangeError("Cannot go on: the script holds too much outside of its memory");
  }

  #filesAreFull(more: number): boolean {
    return this.#grown().bufferBytes + more > this.#options.maxBufferBytes;
  }
}
