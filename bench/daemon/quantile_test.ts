// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { quantile } from "./quantile.ts";

Deno.test("quantile() takes the nearest rank", () => {
  const samples = Array.from({ length: 200 }, (_, index) => 200 - index);
  assert.deepEqual([0.5, 0.99, 1].map((share) => quantile(samples, share)), [100, 198, 200]);
  assert.equal(quantile([7], 0.5), 7);
});

Deno.test("quantile() refuses an empty list", () => {
  assert.throws(() => quantile([], 0.5), RangeError);
});
