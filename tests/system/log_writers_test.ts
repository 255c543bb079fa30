// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { writeTogether } from "./log_writers.ts";

Deno.test("four processes that write to one log lose, tear, double and disorder no line while it is rotated", async () => {
  const report = await writeTogether({ writers: 4, bytes: 20e6, rotateBytes: 1e6 });
  const { lost, torn, twice, disordered } = report;
  assert.deepEqual({ lost, torn, twice, disordered }, {
    lost: 0,
    torn: 0,
    twice: 0,
    disordered: 0,
  });
  assert.ok(report.lines > 100_000, `${report.lines} lines`);
  assert.ok(report.files >= 20, `${report.files} files`);
  assert.ok(report.compressed > 0);
});

Deno.test("processes killed while they write, rotate and compress lose nothing that they acknowledged", async () => {
  const { lost, twice, disordered } = await writeTogether({
    writers: 4,
    bytes: 4e6,
    rotateBytes: 50_000,
    kills: 30,
  });
  assert.deepEqual({ lost, twice, disordered }, { lost: 0, twice: 0, disordered: 0 });
});
