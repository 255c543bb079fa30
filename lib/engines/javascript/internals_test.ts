// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { createWasmFunction } from "../worker/mod.ts";
import { Internals } from "./internals.ts";
import { exportNames } from "./wasm_exports.ts";

const stackBytes = 4_096;
const runtime = 1_024;
const context = 4_096;

/** Memory laid out as the interpreter's structures are, as far as they are looked at. */
function laidOut(): { internals: Internals; words: Int32Array; enable: () => void } {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const words = new Int32Array(memory.buffer);
  const table = new WebAssembly.Table({ element: "anyfunc", initial: 4 });
  const list = (address: number) => words.fill(address, address / 4, address / 4 + 2);
  words.set([stackBytes, 60_000, 60_000 - stackBytes], runtime / 4 + 30);
  list(runtime + 47 * 4);
  list(context + 20 * 4);
  words[context / 4 + 23] = 2;
  // A function of eight parameters: the type, one function of it, its export, an empty body.
  // deno-fmt-ignore
  const module = new WebAssembly.Module(Uint8Array.of(
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    1, 12, 1, 0x60, 8, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0,
    3, 2, 1, 0, 7, 5, 1, 1, 0x66, 0, 0, 10, 4, 1, 2, 0, 0x0b,
  ));
  table.set(2, new WebAssembly.Instance(module).exports.f as CallableFunction);
  const stackPointer = new WebAssembly.Global({ value: "i32", mutable: true }, 60_000);
  const exports = { [exportNames.table]: table, [exportNames.stackPointer]: stackPointer };
  const internals = new Internals({ exports, memory, runtime, context });
  return { internals, words, enable: () => words[runtime / 4 + 40] = 3 };
}

Deno.test("Internals finds fields by what is around them", () => {
  const { internals, enable } = laidOut();
  assert.deepEqual(internals.findFields(stackBytes, enable), {
    stackLimit: runtime + 32 * 4,
    rejectionTracker: runtime + 45 * 4,
    interruptCounter: context + 19 * 4,
    evalInternal: context + 23 * 4,
  });
});

Deno.test("Internals refuses a build whose structures are others", () => {
  const changes: readonly (readonly [what: RegExp, change: (words: Int32Array) => void])[] = [
    [/the tracker of rejections is not/, (words) => words[runtime / 4 + 43] = 1],
    [/the tracker of rejections is not/, (words) => words[runtime / 4 + 47] = 1],
    [/the limit of the stack is not/, (words) => words[runtime / 4 + 30] = 1],
    [/eval is not/, (words) => words[context / 4 + 21] = 1],
    [/eval is not/, (words) => words[context / 4 + 23] = 1],
  ];
  for (const [what, change] of changes) {
    const { internals, words, enable } = laidOut();
    change(words);
    assert.throws(() => internals.findFields(stackBytes, enable), what);
  }
  assert.throws(
    () => laidOut().internals.findFields(stackBytes, () => {}),
    /the interrupt handler/,
  );
});

Deno.test("Internals finds what visits objects of a class by the list of classes", () => {
  const { internals, words } = laidOut();
  assert.throws(() => internals.findMark(256), /the list of classes is not/);
  words[runtime / 4 + 19] = 8_192;
  for (let id = 1; id <= 8; id++) words[8_192 / 4 + id * 6] = id;
  words[256 / 4 + 1] = 3 << 16;
  assert.throws(() => internals.findMark(256), /what visits an object is not/);
  const visit = createWasmFunction("viji", () => {});
  words[8_192 / 4 + 3 * 6 + 3] = internals.addFunction(visit);
  assert.equal(internals.findMark(256), 8_192 + 3 * 24 + 12);
});

Deno.test("Internals refuses a module that keeps its table to itself", () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  assert.throws(
    () => new Internals({ exports: {}, memory, runtime, context }),
    /the function table/,
  );
});
