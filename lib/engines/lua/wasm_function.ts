// SPDX-License-Identifier: Apache-2.0 OR MIT
// A JavaScript function as an entry of a wasm function table.

const i32 = 0x7f;
const signatures = { ii: [1, 1], vii: [2, 0], iiii: [3, 1] } as const;

/** A module that imports one function of the signature and exports it again. */
function trampoline(parameters: number, results: number): Uint8Array<ArrayBuffer> {
  const type = [1, 0x60, parameters, ...Array(parameters).fill(i32)];
  type.push(results, ...Array(results).fill(i32));
  // deno-fmt-ignore
  return new Uint8Array([
    0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00,
    0x01, type.length, ...type,
    0x02, 0x07, 0x01, 0x01, 0x65, 0x01, 0x66, 0x00, 0x00,
    0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00,
  ]);
}

/**
 * Wraps `callback`, because a function table takes functions of wasm only.
 *
 * @param signature result (`v` none, `i` a 32-bit number), then the parameters
 */
export function createWasmFunction(
  signature: keyof typeof signatures,
  callback: (...args: number[]) => number | void,
): CallableFunction {
  const [parameters, results] = signatures[signature];
  const module = new WebAssembly.Module(trampoline(parameters, results));
  return new WebAssembly.Instance(module, { e: { f: callback } }).exports.f as CallableFunction;
}
