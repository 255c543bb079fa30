// SPDX-License-Identifier: Apache-2.0 OR MIT
// A snapshot without the pages that are all zero: what is not written costs a new memory nothing.

import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { joinBytes } from "../worker/mod.ts";

/** Pages of the system; memory is taken from it by such a page. */
const pageBytes = 4_096;
/** Pages that are compressed together, and expanded together when they are restored. */
const blockPages = 256;
const lengthBytes = 4;
/** More than any frame has, so that none is expanded in parts that are joined. */
const maxFrameBytes = (blockPages + 1) * pageBytes;

/**
 * Packs a snapshot as Pyodide makes it: a head, whose length is its second word, then the memory.
 *
 * @returns frames of Zstandard, each after its length in 4 bytes: the head, the numbers of the pages that are not all
 * zero as 32-bit words after the size of the memory, and these pages, 256 in a frame
 * @throws {RangeError} when the head does not fit into the snapshot
 */
export function packSnapshot(snapshot: Uint8Array): Uint8Array<ArrayBuffer> {
  const words = new DataView(snapshot.buffer, snapshot.byteOffset, snapshot.length);
  const headBytes = words.getUint32(4, true);
  if (headBytes > snapshot.length) {
    throw new RangeError(`Cannot pack a snapshot: head of ${headBytes} bytes`);
  }
  const memory = snapshot.subarray(headBytes);
  const pages = usedPages(memory);
  const index = Uint32Array.of(memory.length, ...pages);
  const frames = [frameOf(snapshot.subarray(0, headBytes)), frameOf(new Uint8Array(index.buffer))];
  for (let at = 0; at < pages.length; at += blockPages) {
    const block = new Uint8Array(Math.min(blockPages, pages.length - at) * pageBytes);
    pages.subarray(at, at + blockPages).forEach((page, i) =>
      block.set(memory.subarray(page * pageBytes, (page + 1) * pageBytes), i * pageBytes)
    );
    frames.push(frameOf(block));
  }
  return joinBytes(frames);
}

/** Restores what `packSnapshot` packed, by one block at a time. */
export class PackedSnapshot {
  /** What Pyodide wants to know of a snapshot beside the memory. */
  readonly head: Uint8Array<ArrayBuffer>;
  /** Size of the memory that was packed. */
  readonly memoryBytes: number;
  readonly #pages: Uint32Array;
  readonly #packed: Uint8Array;
  #at = 0;

  /** @param packed stays as it is until `restore` */
  constructor(packed: Uint8Array) {
    this.#packed = packed;
    this.head = this.#next().slice();
    const [memoryBytes = 0, ...pages] = new Uint32Array(this.#next().slice().buffer);
    this.memoryBytes = memoryBytes;
    this.#pages = Uint32Array.from(pages);
  }

  /**
   * Makes a memory what it was; called once. Pages that are zero and were zero are not touched.
   *
   * @throws {RangeError} when the memory is smaller than it was
   */
  restore(memory: Uint8Array): void {
    const pages = this.#pages;
    let cleared = 0;
    for (let first = 0; first < pages.length; first += blockPages) {
      const block = this.#next();
      pages.subarray(first, first + blockPages).forEach((page, i) => {
        clear(memory, cleared, page * pageBytes);
        cleared = (page + 1) * pageBytes;
        memory.set(block.subarray(i * pageBytes, (i + 1) * pageBytes), page * pageBytes);
      });
      free(block);
    }
    clear(memory, cleared, memory.length);
  }

  /** Content of the next frame. */
  #next(): Uint8Array<ArrayBuffer> {
    const { buffer, byteOffset, length } = this.#packed;
    const start = this.#at + lengthBytes;
    const size = new DataView(buffer, byteOffset, length).getUint32(this.#at, true);
    this.#at = start + size;
    // A copy: shared memory is not taken everywhere.
    const frame = this.#packed.slice(start, this.#at);
    const content = zstdDecompressSync(frame, { chunkSize: maxFrameBytes });
    free(frame);
    return new Uint8Array(content.buffer as ArrayBuffer, content.byteOffset, content.length);
  }
}

/** Gives memory back at once: the collector sees no reason to hurry. */
function free({ buffer }: Uint8Array): void {
  (buffer as ArrayBuffer).transfer(0);
}

/** Numbers of the pages in which something is not zero. The last one may be shorter. */
function usedPages(memory: Uint8Array): Uint32Array<ArrayBuffer> {
  const pages: number[] = [];
  for (let at = 0; at < memory.length; at += pageBytes) {
    if (!isZero(memory, at, Math.min(at + pageBytes, memory.length))) pages.push(at / pageBytes);
  }
  return new Uint32Array(pages);
}

/** Makes a range zero, and writes only where it is not. */
function clear(memory: Uint8Array, start: number, end: number): void {
  for (let at = start; at < end; at += pageBytes) {
    const next = Math.min(at + pageBytes, end);
    if (!isZero(memory, at, next)) memory.fill(0, at, next);
  }
}

function isZero(memory: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if (memory[at] !== 0) return false;
  }
  return true;
}

function frameOf(content: Uint8Array): Uint8Array {
  const frame = zstdCompressSync(content);
  const packed = new Uint8Array(lengthBytes + frame.length);
  new DataView(packed.buffer).setUint32(0, frame.length, true);
  packed.set(frame, lengthBytes);
  return packed;
}
