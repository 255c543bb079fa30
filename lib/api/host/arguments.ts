// SPDX-License-Identifier: Apache-2.0 OR MIT
// Arguments as they come from a script: nothing about them is known.

/**
 * The text at `index`.
 *
 * @throws {TypeError} when it is none
 */
export function textAt(args: readonly unknown[], index: number, name: string): string {
  const value = args[index];
  if (typeof value === "string") return value;
  throw new TypeError(`Cannot call ${name}: argument ${index + 1} is no text but ${typeof value}`);
}

/**
 * The path at `index`.
 *
 * @throws {TypeError} when it is no text, or holds a zero byte, where the system's paths end
 */
export function pathAt(args: readonly unknown[], index: number, name: string): string {
  const path = textAt(args, index, name);
  if (!path.includes("\0")) return path;
  throw new TypeError(`Cannot call ${name}: argument ${index + 1} holds a zero byte`);
}

/**
 * The bytes at `index`; text stands for its UTF-8.
 *
 * @throws {TypeError} when it is neither
 */
export function bytesAt(args: readonly unknown[], index: number, name: string): Uint8Array {
  const value = args[index];
  if (value instanceof Uint8Array) return value;
  return new TextEncoder().encode(textAt(args, index, name));
}
