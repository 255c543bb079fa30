// SPDX-License-Identifier: Apache-2.0 OR MIT
// A JavaScript function as an entry of a wasm function table.

const types: Readonly<Record<string, number>> = { i: 0x7f, j: 0x7e };

/** A module that imports one function of the signature and exports it again. */
function trampoline(parameters: readonly number[], results: readonly number[]): BufferSource {
  const type = [1, 0x60, parameters.length, ...parameters, results.length, ...results];
  // deno-fmt-ignore
  return new Uint8Array([
    0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00,
    0x01, type.length, ...type,
    0x02, 0x07, 0x01, 0x01, 0x65, 0x01, 0x66, 0x00, 0x00,
    0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00,
  ]);
}

/** Type of a letter. @throws {RangeError} for a letter that names none */
function typeOf(letter: string): number {
  const type = types[letter];
  if (type === undefined) throw new RangeError(`Cannot read a signature: "${letter}" is no type`);
  return type;
}

/**
 * Wraps `callback`, because a function table takes functions of wasm only.
 *
 * @param signature result (`v` none, `i` a 32-bit number, `j` a 64-bit one), then the parameters
 * @throws {RangeError} for another letter
 */
export function createWasmFunction<T extends number | bigint>(
  signature: string,
  callback: (...args: T[]) => number | bigint | void,
): CallableFunction {
  const [result, ...parameters] = signature;
  const results = result === "v" || result === undefined ? [] : [typeOf(result)];
  const module = new WebAssembly.Module(trampoline(parameters.map(typeOf), results));
  return new WebAssembly.Instance(module, { e: { f: callback } }).exports.f as CallableFunction;
}
