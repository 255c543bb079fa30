// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes memory zero that an interpreter has freed: a snapshot then does without it.

/** The allocator of an interpreter. */
export interface Allocator {
  readonly memory: WebAssembly.Memory;
  /** Address of so many bytes, 0 when there are none. */
  malloc(size: number): number;
  free(address: number): void;
}

const largest = 2 ** 25;
/** Less than two pages of the system may hold no whole one. */
const smallest = 8_192;

/** Writes zeros over all that is free in pieces of 8 KiB or more, within the memory as large as it is. */
export function clearFreeMemory({ memory, malloc, free }: Allocator): void {
  const taken: number[] = [];
  const own = Object.getOwnPropertyDescriptor(memory, "grow");
  const refuse = (): never => {
    throw new RangeError("Cannot grow: only what is there is cleared");
  };
  Object.defineProperty(memory, "grow", { value: refuse, configurable: true });
  try {
    for (;;) {
      const size = largestPiece(malloc, free);
      if (size < smallest) break;
      const address = malloc(size) >>> 0;
      if (address === 0) break;
      new Uint8Array(memory.buffer, address, size).fill(0);
      taken.push(address);
    }
  } finally {
    if (own === undefined) delete (memory as { grow?: unknown }).grow;
    else Object.defineProperty(memory, "grow", own);
  }
  for (const address of taken) free(address);
}

/** Size of the largest piece that can be had, to 16 bytes. */
function largestPiece(malloc: Allocator["malloc"], free: Allocator["free"]): number {
  let size = 0;
  for (let step = largest; step >= 16; step /= 2) {
    const address = malloc(size + step) >>> 0;
    if (address === 0) continue;
    free(address);
    size += step;
  }
  return size;
}
