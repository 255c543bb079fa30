// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { editDistance, nearestName } from "./suggest.ts";

Deno.test("nearestName() finds the command meant when letters are swapped, added or missing", () => {
  const names = ["run", "exec", "kernel start", "kernel install", "completions"];
  assert.equal(nearestName("rnu", names), "run");
  assert.equal(nearestName("exce", names), "exec");
  assert.equal(nearestName("kernel strat", names), "kernel start");
  assert.equal(nearestName("completion", names), "completions");
});

Deno.test("nearestName() finds nothing when no candidate is near", () => {
  assert.equal(nearestName("banana", ["run", "exec"]), undefined);
  assert.equal(nearestName("x", ["ab"]), undefined);
});

Deno.test("editDistance() is symmetric and zero for equal words", () => {
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => {
    assert.equal(editDistance(a, a), 0);
    assert.equal(editDistance(a, b), editDistance(b, a));
    assert.ok(editDistance(a, b) <= Math.max(a.length, b.length));
  }));
});
