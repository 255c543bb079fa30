// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { bounds, judge } from "./bounds.ts";
import type { KernelFindings, Samples } from "./findings.ts";

function kernel(name: string, samples: Samples, missing = {}): KernelFindings {
  return { name, version: {}, samples, missing };
}

function outcomeOf(title: string, kernels: readonly KernelFindings[], peer?: string): unknown {
  return judge(kernels).find(({ bound }) =>
    bound.title === title && (peer === undefined || "peer" in bound && bound.peer === peer)
  )?.outcome;
}

Deno.test("judge() holds a bound at its very limit", () => {
  const kernels = [
    kernel("llmspell", { noop_reply_p50_ms: [1] }),
    kernel("ipykernel", { noop_reply_p50_ms: [4] }),
  ];
  assert.equal(outcomeOf("no-op to reply, p50", kernels, "ipykernel"), "held");
});

Deno.test("judge() misses a bound that is passed in either direction", () => {
  const kernels = [
    kernel("llmspell", { start_ms: [61], flood_lines_per_s: [99] }),
    kernel("ipykernel", { start_ms: [100], flood_lines_per_s: [100] }),
  ];
  assert.equal(outcomeOf("start to first reply, median", kernels), "missed");
  assert.equal(outcomeOf("printed lines", kernels), "missed");
});

Deno.test("judge() takes a fixed limit as strictly less", () => {
  const judged = (ms: number) =>
    outcomeOf("interrupt of a loop, max", [kernel("llmspell", { interrupt_ms: [1, ms] })]);
  assert.deepEqual([judged(9.99), judged(10)], ["held", "missed"]);
});

Deno.test("judge() gives no judgement without a peer, a figure or a whole run", () => {
  const own = { noop_reply_p50_ms: [1], interrupt_ms: [1] };
  assert.equal(outcomeOf("no-op to reply, p50", [kernel("llmspell", own)]), "not judged");
  const broken = kernel("llmspell", own, { interrupt: "no answer" });
  assert.equal(outcomeOf("interrupt of a loop, max", [broken]), "not judged");
});

Deno.test("judge() judges each of llmspell's kernels and no other", () => {
  const kernels = ["llmspell", "llmspell-checkout", "deno"].map((name) => kernel(name, {}));
  assert.equal(judge(kernels).length, 2 * bounds.length);
});
