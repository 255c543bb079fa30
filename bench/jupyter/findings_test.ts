// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import fc from "fast-check";
import { combine } from "./findings.ts";

Deno.test("combine() takes the middle, and between the middle two of an even number", () => {
  assert.equal(combine([9, 1, 5], "median"), 5);
  assert.equal(combine([4, 1, 9, 2], "median"), 3);
});

Deno.test("combine() has no figure for no samples", () => {
  for (const how of ["min", "median", "max"] as const) assert.equal(combine([], how), undefined);
});

Deno.test("combine() orders min, median and max, and leaves its samples alone", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, min: 0, max: 1e9 }), { minLength: 1 }),
      (samples) => {
        const before = [...samples];
        const [min = NaN, median = NaN, max = NaN] = (["min", "median", "max"] as const)
          .map((how) => combine(samples, how));
        assert.ok(min <= median && median <= max);
        assert.deepEqual(samples, before);
      },
    ),
  );
});
