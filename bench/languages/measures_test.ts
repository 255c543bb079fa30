// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { allMeasures, engineMeasures, figure } from "./measures.ts";

Deno.test("measures have ids of their own, and a unit that their samples' name ends in", () => {
  assert.equal(new Set(allMeasures.map(({ id }) => id)).size, allMeasures.length);
  const units = { ms: "_ms", MB: "_mb", x: "_ratio", "/s": "_per_s" };
  for (const { samples, unit } of allMeasures) assert.ok(samples.endsWith(units[unit]), samples);
});

Deno.test("engineMeasures() tells the first engine of a process from the second", () => {
  const [first, second] = ([1, 2] as const).map((number) => engineMeasures(number));
  assert.deepEqual(first?.map(({ title }) => title), second?.map(({ title }) => title));
  assert.equal(first?.[0]?.samples, "engine_1_compile_ms");
  assert.equal(second?.[0]?.samples, "engine_2_compile_ms");
});

Deno.test("figure() combines the samples as the row says", () => {
  const program = { name: "x", version: {}, samples: { session_warm_ms: [3, 1, 2] }, missing: {} };
  const rows = allMeasures.filter(({ samples }) => samples === "session_warm_ms");
  assert.deepEqual(rows.map((row) => figure(program, row)), [2, 3]);
});
