// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { bounds } from "./bounds.ts";
import { failed, figure, measures } from "./measures.ts";

const kernel = {
  name: "deno",
  version: {},
  samples: { start_ms: [3, 1, 2], interrupt_ms: [5] },
  missing: { interrupt: "no answer" },
};

Deno.test("measures have ids of their own, and every bound's measure is one", () => {
  const ids = measures.map((measure) => measure.id);
  assert.equal(new Set(ids).size, ids.length);
  for (const bound of bounds) assert.ok(ids.includes(bound.measure), bound.measure);
});

Deno.test("figure() combines the samples as the row says", () => {
  assert.deepEqual([figure(kernel, "start_min"), figure(kernel, "start")], [1, 2]);
  assert.equal(figure(kernel, "noop"), undefined);
  assert.equal(figure(kernel, "unknown"), undefined);
});

Deno.test("failed() tells a measure that failed in one round from one that never did", () => {
  assert.equal(figure(kernel, "interrupt"), 5);
  assert.deepEqual([failed(kernel, "interrupt"), failed(kernel, "start")], [true, false]);
});
