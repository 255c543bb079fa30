// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { readSummary } from "./test.ts";

Deno.test("readSummary() reads the last summary of a run", () => {
  const output =
    "ok | 1 passed | 0 failed (1ms)\nok | 12 passed (3 steps) | 0 failed | 2 ignored (415ms)";
  assert.deepEqual(readSummary(output), { passed: 12, failed: 0 });
});

Deno.test("readSummary() is undefined when no test runner spoke", () => {
  assert.equal(readSummary("error: No test modules found"), undefined);
});
