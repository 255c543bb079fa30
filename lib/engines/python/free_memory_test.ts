// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { type Allocator, clearFreeMemory } from "./free_memory.ts";

/** An allocator over pieces of a memory: the first that is large enough, from its start. */
function allocator(
  free: readonly { readonly address: number; readonly size: number }[],
): Allocator & { readonly left: () => number } {
  const memory = new WebAssembly.Memory({ initial: 4 });
  const taken = new Map<number, number>();
  return {
    memory,
    malloc: (size) => {
      const piece = free.find((each) => !taken.has(each.address) && each.size >= size);
      if (piece === undefined) {
        assert.throws(() => memory.grow(1), RangeError);
        return 0;
      }
      taken.set(piece.address, size);
      return piece.address;
    },
    free: (address) => void taken.delete(address),
    left: () => taken.size,
  };
}

Deno.test("clearFreeMemory() makes zero what is free in large pieces, and gives it all back", () => {
  const { left, ...given } = allocator([
    { address: 16, size: 10_000 },
    { address: 20_000, size: 4_000 },
    { address: 65_536, size: 100_000 },
  ]);
  const bytes = new Uint8Array(given.memory.buffer).fill(1);
  clearFreeMemory(given);
  const zeros = (start: number, end: number) =>
    bytes.subarray(start, end).every((byte) => byte === 0);
  assert(zeros(16, 10_000) && zeros(65_536, 165_520));
  assert(bytes.subarray(10_016, 65_536).every((byte) => byte === 1));
  assert.equal(left(), 0);
  assert.equal(given.memory.grow(1), 4);
});
