// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import type { KernelFindings, Samples } from "../jupyter/findings.ts";
import { allHeld, boundsOn, judge } from "./bounds.ts";
import { parts } from "./plan.ts";
import { columnsOf } from "./programs.ts";
import { computations } from "./scripts.ts";

function program(
  name: string,
  samples: Samples,
  missing: Record<string, string> = {},
): KernelFindings {
  return { name, version: {}, samples, missing };
}

const cpu: Samples = Object.fromEntries(
  Object.keys(computations).map((name) => [`cpu_${name}_ms`, [1]]),
);
const [own, peer] = columnsOf("lua");
const good: Samples = {
  ...cpu,
  session_warm_ms: [99.9],
  beside_noop_p50_ratio: [2.99],
  beside_interrupt_more_ms: [-1],
  beside_interrupt_max_more_ms: [9.99],
};

Deno.test("judge() holds what is strictly under its limit", () => {
  const verdicts = judge([program(own, good), program(peer, cpu)], ["lua"], parts);
  assert.deepEqual(verdicts.map(({ outcome }) => outcome), boundsOn("lua").map(() => "held"));
  assert.ok(allHeld(verdicts));
});

Deno.test("judge() misses what is at its limit", () => {
  const programs = [program(own, { ...good, beside_noop_p50_ratio: [3] }), program(peer, cpu)];
  const verdicts = judge(programs, ["lua"], parts);
  const missed = verdicts.filter(({ outcome }) => outcome === "missed");
  assert.deepEqual(missed.map(({ value }) => value), [3]);
  assert.ok(!allHeld(verdicts));
});

Deno.test("judge() misses results that differ, in llmspell or in the peer", () => {
  const wrong = { cpu_fib: "wrong result: fib printed '1', not '832040'" };
  for (
    const programs of [
      [program(own, cpu, wrong), program(peer, cpu)],
      [program(own, cpu), program(peer, cpu, wrong)],
    ]
  ) {
    assert.deepEqual(judge(programs, ["lua"], ["cpu"]).map(({ outcome }) => outcome), ["missed"]);
  }
});

Deno.test("judge() gives no judgement on what failed or has no peer, and that is not held", () => {
  const failed = program(own, good, { beside: "no answer" });
  const verdicts = judge([failed], ["lua"], ["cpu", "beside"]);
  assert.ok(verdicts.every(({ outcome }) => outcome === "not judged"));
  assert.ok(!allHeld(verdicts));
});

Deno.test("judge() judges the languages and parts that were measured, and no other", () => {
  assert.deepEqual(judge([], ["python"], ["run"]), []);
  const verdicts = judge([], ["python", "javascript"], ["beside"]);
  assert.equal(verdicts.length, 6);
});
