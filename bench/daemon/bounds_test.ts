// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import type { Samples } from "../jupyter/findings.ts";
import { judge } from "./bounds.ts";
import { measures } from "./measures.ts";

function outcomes(id: string, samples: Samples, missing = {}): unknown[] {
  const program = { name: "llmspell", version: "1", samples, missing };
  const verdict = judge(program).find(({ measure }) => measure.id === id);
  return [verdict?.required, verdict?.aim];
}

Deno.test("judge() goes by the worst sample, not by the median", () => {
  assert.deepEqual(outcomes("version", { version: [10, 10, 59.9] }), ["held", "held"]);
  assert.deepEqual(outcomes("version", { version: [10, 10, 60] }), ["held", "missed"]);
  assert.deepEqual(outcomes("version", { version: [10, 10, 150] }), ["missed", "missed"]);
});

Deno.test("judge() knows budgets without an aim", () => {
  assert.deepEqual(outcomes("cpu_idle", { cpu_idle: [0.4] }), ["held", undefined]);
});

Deno.test("judge() gives no judgement without a sample, or when a sample failed", () => {
  assert.deepEqual(outcomes("sighup", {}), ["not judged", "not judged"]);
  const missing = { SIGHUP: "no answer" };
  assert.deepEqual(outcomes("sighup", { sighup: [1] }, missing), ["not judged", "not judged"]);
});

Deno.test("judge() has a verdict for each row with a budget, and for no other", () => {
  const judged = judge({ name: "llmspell", version: "1", samples: {}, missing: {} });
  const rows = measures.filter(({ budget }) => budget !== undefined);
  assert.deepEqual(judged.map(({ measure }) => measure), rows);
});
