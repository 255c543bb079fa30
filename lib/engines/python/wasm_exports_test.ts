// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { keptFunctions } from "./kept_functions.ts";
import { dropExports } from "./wasm_exports.ts";

const folder = new URL("../../../node_modules/pyodide/", import.meta.url);

/** Functions by name, as a module exports them. */
function functionsOf(module: WebAssembly.Module): string[] {
  return WebAssembly.Module.exports(module).filter(({ kind }) => kind === "function")
    .map(({ name }) => name);
}

/** Names of exports that Pyodide's text mentions beside where it stores each one of them. */
async function mentioned(): Promise<string[]> {
  const text = await Deno.readTextFile(new URL("pyodide.asm.mjs", folder));
  const start = text.indexOf("function assignWasmExports");
  const end = text.indexOf("}", start);
  const other = text.slice(0, start) + text.slice(end) +
    await Deno.readTextFile(new URL("pyodide.mjs", folder));
  const counts = new Map<string, number>();
  for (const [word] of other.matchAll(/[\w$]+/g)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const stored = text.slice(start, end).matchAll(
    /([\w$]+)=(?:Module\["[^"]+"\]=)?wasmExports\["([^"]+)"\]/g,
  );
  // Each is declared once.
  const called = [...stored].filter(([, variable = ""]) => (counts.get(variable) ?? 0) > 1)
    .map(([, , name = ""]) => name);
  const direct = [...text.matchAll(/wasmExports\.(\w+)/g)].map(([, name = ""]) => name);
  return [...called, ...direct];
}

Deno.test("keptFunctions names every export that Pyodide's JavaScript mentions", async () => {
  const wasm = await Deno.readFile(new URL("pyodide.asm.wasm", folder));
  const all = functionsOf(await WebAssembly.compile(wasm));
  const wanted = (await mentioned()).filter((name) => all.includes(name));
  assert(wanted.length > 100);
  assert.deepEqual(wanted.filter((name) => !keptFunctions.has(name)), []);
  assert.deepEqual([...keptFunctions].filter((name) => !all.includes(name)), []);
});

Deno.test("dropExports() drops functions that are not kept, and nothing else", async () => {
  const wasm = await Deno.readFile(new URL("pyodide.asm.wasm", folder));
  const before = await WebAssembly.compile(wasm);
  const after = await WebAssembly.compile(dropExports(wasm));
  assert.deepEqual(functionsOf(after).sort(), [...keptFunctions].sort());
  const others = (module: WebAssembly.Module) =>
    WebAssembly.Module.exports(module).filter(({ kind }) => kind !== "function");
  assert.deepEqual(others(after), others(before));
  assert.equal(
    WebAssembly.Module.customSections(after, "dylink.0").length,
    WebAssembly.Module.customSections(before, "dylink.0").length,
  );
});

Deno.test("dropExports() refuses a module that exports nothing", () => {
  const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  assert.throws(() => dropExports(empty), RangeError);
});
