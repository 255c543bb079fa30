// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import fc from "fast-check";
import { DigestHistory } from "./digest_history.ts";

function digest(seed: number): Uint8Array {
  const high = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  const hex = high.toString(16).padStart(8, "0") + seed.toString(16).padStart(8, "0");
  return new TextEncoder().encode(hex);
}

Deno.test("DigestHistory.add() refuses any of the latest digests when it comes again", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 40 }),
    fc.array(fc.nat(200), { maxLength: 300 }),
    (capacity, seeds) => {
      const history = new DigestHistory(capacity);
      const accepted: number[] = [];
      for (const seed of seeds) {
        const fresh = history.add(digest(seed));
        if (accepted.slice(-capacity).includes(seed)) assert.ok(!fresh);
        if (!accepted.slice(-2 * capacity).includes(seed)) assert.ok(fresh);
        if (fresh) accepted.push(seed);
      }
    },
  ));
});

Deno.test("DigestHistory.add() takes an all-zero digest like any other", () => {
  const history = new DigestHistory(4);
  const zero = new TextEncoder().encode("0".repeat(64));
  assert.equal(history.add(zero), true);
  assert.equal(history.add(zero), false);
});

Deno.test("new DigestHistory() throws RangeError when the capacity is not positive", () => {
  assert.throws(() => new DigestHistory(0), RangeError);
  assert.throws(() => new DigestHistory(1.5), RangeError);
});
