// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import fc from "fast-check";
import { PackedSnapshot, packSnapshot } from "./memory_pages.ts";

/** A snapshot as Pyodide makes it. */
function snapshotOf(headBytes: number, memory: Uint8Array): Uint8Array {
  const snapshot = new Uint8Array(headBytes + memory.length);
  snapshot.fill(7, 0, headBytes);
  new DataView(snapshot.buffer).setUint32(4, headBytes, true);
  snapshot.set(memory, headBytes);
  return snapshot;
}

Deno.test("PackedSnapshot makes of any memory the one that was packed", () => {
  const writes = fc.array(fc.tuple(fc.nat(399), fc.uint8Array({ minLength: 1, maxLength: 9_000 })));
  fc.assert(
    fc.property(writes, writes, (there, before) => {
      const written = (parts: readonly (readonly [number, Uint8Array])[]): Uint8Array => {
        const memory = new Uint8Array(402 * 4_096);
        for (const [page, bytes] of parts) memory.set(bytes, page * 4_096 - Math.min(page, 9));
        return memory;
      };
      const snapshot = snapshotOf(128, written(there));
      const shared = new Uint8Array(new SharedArrayBuffer(packSnapshot(snapshot).length));
      shared.set(packSnapshot(snapshot));
      const packed = new PackedSnapshot(shared);
      assert.equal(packed.memoryBytes, 402 * 4_096);
      const memory = written(before);
      packed.restore(memory);
      assert.deepEqual(packed.head, snapshot.slice(0, 128));
      assert(memory.every((byte, at) => byte === snapshot[128 + at]));
    }),
    { numRuns: 20 },
  );
});

Deno.test("PackedSnapshot writes no page that is zero and was zero", () => {
  const memory = new Uint8Array(1_024 * 4_096);
  memory[5 * 4_096] = 1;
  memory[700 * 4_096 + 9] = 2;
  const packed = new PackedSnapshot(packSnapshot(snapshotOf(48, memory)));
  const touched: number[] = [];
  class Watched extends Uint8Array {
    override set(from: ArrayLike<number>, at = 0): void {
      touched.push(at / 4_096);
      super.set(from, at);
    }
    override fill(value: number, start = 0, end = this.length): this {
      touched.push(start / 4_096);
      return super.fill(value, start, end);
    }
  }
  const target = new Watched(memory.length);
  target[9 * 4_096 + 1] = 3;
  packed.restore(target);
  assert.deepEqual(touched, [5, 9, 700]);
});

Deno.test("packSnapshot() refuses a head that is longer than the snapshot", () => {
  const snapshot = snapshotOf(48, new Uint8Array(4_096));
  new DataView(snapshot.buffer).setUint32(4, 9_999, true);
  assert.throws(() => packSnapshot(snapshot), /head of 9999 bytes/);
});
