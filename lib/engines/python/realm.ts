// SPDX-License-Identifier: Apache-2.0 OR MIT
// The Worker's JavaScript realm, before Pyodide is loaded into it and after.

import nodeProcess from "node:process";
import { ImportGuard } from "./import_guard.ts";

/** Globals of a realm by name. */
type Realm = Record<string, unknown>;

/** What the language itself and Pyodide's running code need; every other global goes. */
const kept: ReadonlySet<string> = new Set([
  ...["globalThis", "Infinity", "NaN", "undefined", "isFinite", "isNaN", "parseFloat", "parseInt"],
  ...["Object", "Boolean", "Symbol", "Error", "EvalError", "RangeError", "ReferenceError"],
  ...["SyntaxError", "TypeError", "URIError", "AggregateError", "Number", "BigInt", "Math", "Date"],
  ...["String", "RegExp", "Array", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array"],
  ...["Uint16Array", "Int32Array", "Uint32Array", "BigInt64Array", "BigUint64Array"],
  ...["Float32Array", "Float64Array", "Map", "Set", "WeakMap", "WeakSet", "WeakRef", "ArrayBuffer"],
  ...["SharedArrayBuffer", "DataView", "Atomics", "JSON", "FinalizationRegistry", "Iterator"],
  ...["Promise", "Reflect", "Proxy", "Function", "eval", "WebAssembly", "TextDecoder"],
  ...[
    "TextEncoder",
    "crypto",
    "performance",
    "console",
    "SuppressedError",
    "dispatchEvent",
    "queueMicrotask",
  ],
]);

/** Intrinsics whose properties objects of Pyodide shadow by assignment. */
const overridden: ReadonlySet<string> = new Set(["Object", "Function", "Error"]);

const codeMakers = [
  function () {},
  async function () {},
  function* () {},
  async function* () {},
];

function refuse(): never {
  throw new TypeError("Cannot make code: not allowed in a session");
}

/** What the realm lets Pyodide have. */
export interface RealmOptions {
  /** The interpreter, compiled. */
  readonly module: WebAssembly.Module;
  /** What is in its file with the standard library when it starts. */
  readonly library: Uint8Array<ArrayBuffer>;
  /** Called with the interpreter's exports as soon as they are there. */
  readonly onExports: (exports: WebAssembly.Exports) => void;
}

/**
 * Makes the realm look like a browser's Worker that can fetch two files, and nothing else. To be called before
 * Pyodide's modules are evaluated: they look around when they are.
 */
export function prepareRealm(
  realm: Realm,
  { module, library, onExports }: RealmOptions,
): void {
  const guard = openGuard();
  // Packages of a checkout see it as their own global in Deno 2.6, deleted or not.
  Object.defineProperty(nodeProcess, "versions", { value: Object.freeze({}) });
  for (const name of ["process", "Deno", "Buffer", "global"]) delete realm[name];
  realm.console = silentConsole();
  realm.fetch = (url: unknown) => {
    const isLibrary = String(url).endsWith("/python_stdlib.zip");
    return Promise.resolve(new Response(isLibrary ? library : null));
  };
  const instantiateStreaming = async (_: unknown, imports: WebAssembly.Imports) => {
    const instance = await WebAssembly.instantiate(module, guard.wrap(imports));
    onExports(instance.exports);
    return { instance, module };
  };
  Object.defineProperty(WebAssembly, "instantiateStreaming", {
    value: instantiateStreaming,
    configurable: true,
    writable: true,
  });
}

/** What a session may hold in JavaScript, where `EngineLimits.memoryBytes` does not count it. */
const maxHeapBytes = 1024 * 1024 * 1024;
const maxBufferBytes = 256 * 1024 * 1024;

/** Begins to guard when the realm is closed. */
function openGuard(): ImportGuard {
  const { memoryUsage } = Deno;
  return new ImportGuard({
    isClosed: () => Object.isFrozen(Object.prototype),
    usage: () => {
      const { heapUsed, external } = memoryUsage();
      return { heapBytes: heapUsed, bufferBytes: external };
    },
    maxHeapBytes,
    maxBufferBytes,
  });
}

function silentConsole(): Record<string, () => void> {
  const names = ["log", "info", "warn", "error", "debug", "trace"];
  return Object.fromEntries(names.map((name) => [name, () => {}]));
}

/**
 * Takes from the realm what makes code of text, and every global that reaches beyond the language. Whoever gets
 * hold of a JavaScript object after this can compute and no more: `import()` needs source text to stand in.
 */
export function closeRealm(realm: Realm): void {
  for (const sample of codeMakers) {
    const prototype = Object.getPrototypeOf(sample) as object;
    Object.defineProperty(prototype, "constructor", { value: refuse, configurable: true });
    allowOverrides(prototype);
    Object.freeze(prototype);
  }
  for (const name of ["compile", "compileStreaming", "instantiate", "instantiateStreaming"]) {
    replace(WebAssembly as unknown as Realm, name);
  }
  for (const name of ["Module", "Instance"]) replace(WebAssembly as unknown as Realm, name);
  replace(realm, "eval");
  // Pyodide takes Function.prototype.apply from it, and asks what is an instance of it.
  Object.defineProperty(refuse, "prototype", { value: Function.prototype });
  replace(realm, "Function");
  freezeIntrinsics(realm);
  for (let at: object | null = realm; at !== null; at = Object.getPrototypeOf(at)) {
    if (at === Object.prototype) break;
    for (const name of Reflect.ownKeys(at)) {
      if (typeof name === "string" && !kept.has(name)) remove(at, name);
    }
  }
}

/** Makes what every object inherits unchangeable: nobody listens in on the Worker's own code. */
function freezeIntrinsics(realm: Realm): void {
  for (const name of kept) {
    const { prototype } = Object(realm[name]) as { prototype?: object };
    if (prototype === undefined) continue;
    if (overridden.has(name)) allowOverrides(prototype);
    Object.freeze(prototype);
  }
}

/** Lets an object have properties of its own by the names of those it inherits from `prototype`. */
function allowOverrides(prototype: object): void {
  for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (!("value" in property) || !property.configurable) continue;
    const { value } = property;
    Object.defineProperty(prototype, key, {
      get: () => value,
      set(this: object, own: unknown) {
        if (this === prototype) throw new TypeError(`Cannot change "${key}": not in a session`);
        const free = { writable: true, configurable: true, enumerable: true };
        Object.defineProperty(this, key, { value: own, ...free });
      },
      configurable: false,
    });
  }
}

function replace(target: Realm, name: string): void {
  Object.defineProperty(target, name, { value: refuse, writable: false, configurable: false });
}

/** Where a property cannot be deleted its value goes. */
function remove(target: object, name: string): void {
  if (Reflect.deleteProperty(target, name)) return;
  Reflect.set(target, name, undefined);
}
