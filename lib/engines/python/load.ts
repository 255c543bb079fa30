// SPDX-License-Identifier: Apache-2.0 OR MIT
// Loads CPython from bytes, without a file, a network or the environment.

import { type Allocator, clearFreeMemory } from "./free_memory.ts";
import { type PrivateFile, shareContent } from "./library_file.ts";
import { PackedSnapshot, packSnapshot } from "./memory_pages.ts";
import { prelude, preludeFile } from "./prelude.ts";
import { prepareRealm } from "./realm.ts";
import type { PythonBoot, PythonHost, PythonKernel, PythonProgram } from "./session.ts";

/** What the prelude is told when it opens the session. */
export interface SessionOptions {
  /** `sys.argv`. */
  readonly argv: readonly string[];
  /** As in `EngineLimits`. */
  readonly maxDisplayChars: number;
}

/** An interpreter that waits for its session. */
export interface Python {
  /** Opens the one session. */
  open(host: PythonHost, options: SessionOptions): PythonKernel;
  /** Memory taken since the start, in whole pages and one at least. */
  usedBytes(): number;
  /** To be called on each stack before code runs there: `RecursionError` comes before V8's limit. */
  boundStack(): void;
}

/** The part of the interpreter's C interface that is used. */
interface InterpreterExports {
  readonly memory: WebAssembly.Memory;
  PyThreadState_Get(): number;
  PyUnstable_ThreadState_SetStackProtection(thread: number, start: number, size: number): number;
  emscripten_stack_get_current(): number;
}

/**
 * CPython measures its depth on the stack in its memory; what overflows first is V8's, of about 1 MB for each
 * WebAssembly stack. The frames of C code take at least this share of the one when they fill the other.
 */
const stackBytes = 64 * 1024;

function boundStack(interpreter: InterpreterExports): void {
  const start = interpreter.emscripten_stack_get_current() - stackBytes;
  const thread = interpreter.PyThreadState_Get();
  interpreter.PyUnstable_ThreadState_SetStackProtection(thread, start, stackBytes);
}

const pageBytes = 65_536;

/** Lets a memory grow by `maxBytes` from where `begin` is called, and no further. */
function boundMemory(
  memory: WebAssembly.Memory,
  maxBytes: number,
): { begin(): void; used(): number } {
  const grow = memory.grow.bind(memory);
  let first = Infinity;
  const used = (): number => memory.buffer.byteLength - first + pageBytes;
  Object.defineProperty(memory, "grow", {
    value: (pages: number) => {
      if (used() + pages * pageBytes > maxBytes) throw new RangeError("Cannot grow: memory limit");
      return grow(pages);
    },
  });
  return { begin: () => first = memory.buffer.byteLength, used };
}

/** The part of Pyodide's face that is used. */
interface Pyodide {
  runPython(code: string, options: { filename: string }): OpenSession;
  setInterruptBuffer(buffer: InterruptWord): void;
  makeMemorySnapshot(): Uint8Array<ArrayBuffer>;
}

/** The part of the interpreter's module that is used. */
interface InterpreterModule {
  /** All of its memory; another one after it has grown. */
  readonly HEAPU8: Uint8Array;
  /** Makes its memory so many bytes long. */
  growMemory(bytes: number): void;
  readonly FS: { lookupPath(path: string): { readonly node: PrivateFile } };
}

type OpenSession = (host: PythonHost, options: string) => PythonKernel;

/**
 * Starts an interpreter, with all modules that the prelude imports, to the point where a session opens.
 *
 * @returns its memory, packed, which holds nothing of a session
 */
export async function makeSnapshot(program: PythonProgram): Promise<Uint8Array<ArrayBuffer>> {
  let exports: WebAssembly.Exports | undefined;
  const pyodide = await loadInterpreter(program, {
    library: program.library.slice(),
    more: { _makeSnapshot: true },
    onExports: (found) => exports = found,
  });
  pyodide.runPython(prelude, { filename: preludeFile });
  pyodide.runPython("import gc; gc.collect()", { filename: preludeFile });
  if (exports !== undefined) clearFreeMemory(exports as unknown as Allocator);
  return packSnapshot(pyodide.makeMemorySnapshot());
}

/** Where the interpreter looks for its standard library. */
const libraryPath = "/lib/python314.zip";

/**
 * Loads the interpreter into this Worker's realm, as it was when the snapshot was made.
 *
 * @param alarm looked at every few instructions; what is there is raised as a signal of that number
 * @param maxBytes memory that may be taken beyond what the interpreter needs to start
 */
export async function loadPython(
  boot: PythonBoot,
  alarm: Int32Array<SharedArrayBuffer>,
  maxBytes: number,
): Promise<Python> {
  let bound: ReturnType<typeof boundMemory> | undefined;
  let exports: InterpreterExports | undefined;
  const snapshot = new PackedSnapshot(boot.snapshot);
  const pyodide = await loadInterpreter(boot, {
    library: new Uint8Array(),
    more: { _loadSnapshot: snapshot.head },
    onExports: (found) => {
      exports = found as unknown as InterpreterExports;
      bound = boundMemory(exports.memory, maxBytes);
    },
    onModule: (module) => {
      if (snapshot.memoryBytes > module.HEAPU8.length) module.growMemory(snapshot.memoryBytes);
      // Pyodide would copy it whole; it is left with a head that no memory follows.
      snapshot.restore(module.HEAPU8);
      shareContent(module.FS.lookupPath(libraryPath).node, boot.library);
    },
  });
  const open = pyodide.runPython("open_session", { filename: preludeFile });
  pyodide.setInterruptBuffer(interruptWord(alarm));
  bound?.begin();
  return {
    open: (host, options) => open(host, JSON.stringify(options)),
    usedBytes: () => bound?.used() ?? 0,
    boundStack: () => {
      if (exports !== undefined) boundStack(exports);
    },
  };
}

/** How the interpreter is loaded. */
interface LoadOptions {
  /** Content of its file with the standard library. */
  readonly library: Uint8Array<ArrayBuffer>;
  /** Options of Pyodide's that are in no declaration. */
  readonly more: { readonly _makeSnapshot: true } | { readonly _loadSnapshot: Uint8Array };
  /** Called when the interpreter's code has been loaded. */
  readonly onExports?: (exports: WebAssembly.Exports) => void;
  /** Called before the interpreter runs from a snapshot. */
  readonly onModule?: (module: InterpreterModule) => void;
}

async function loadInterpreter(
  { module }: PythonProgram,
  { library, more, onExports = () => {}, onModule = () => {} }: LoadOptions,
): Promise<Pyodide> {
  prepareRealm(globalThis as unknown as Record<string, unknown>, { module, library, onExports });
  // Not before: both look for Deno and Node.js when they are evaluated.
  const { loadPyodide } = await import("pyodide");
  const { default: createPyodideModule } = await import("pyodide/pyodide.asm.mjs");
  return await loadPyodide({
    ...more,
    indexURL: "file:///",
    createPyodideModule: async (settings: unknown) => {
      const made = await createPyodideModule(settings);
      onModule(made);
      return made;
    },
    lockFileContents: {
      info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten", python: "3.14.2" },
      packages: {},
    },
    env: { HOME: "/home" },
    stdout: () => {},
    stderr: () => {},
    // deno-lint-ignore no-explicit-any -- the options that matter here are not in the declared type
  } as any) as unknown as Pyodide;
}

/** What pyodide looks at between instructions: it reads the first element, then sets it to 0. */
interface InterruptWord {
  0: number;
}

/**
 * The alarm word for pyodide. Its two steps are not one: an alarm raised between them would be lost, and with it the
 * host's wish. So reading takes the alarm away, at once, and setting does nothing.
 */
function interruptWord(alarm: Int32Array<SharedArrayBuffer>): InterruptWord {
  return {
    get 0() {
      return Atomics.exchange(alarm, 0, 0);
    },
    set 0(_) {
      // Reading has done it.
    },
  };
}
