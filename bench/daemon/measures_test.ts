// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { figure, formatFigure, measures } from "./measures.ts";

Deno.test("measures have ids and titles of their own, and no aim is looser than what is required", () => {
  for (const key of ["id", "title"] as const) {
    assert.equal(new Set(measures.map((measure) => measure[key])).size, measures.length);
  }
  for (const { id, budget } of measures) {
    assert.ok(budget?.aim === undefined || budget.aim < budget.required, id);
  }
});

Deno.test("figure() takes the median and the slowest of all samples", () => {
  assert.deepEqual(figure({ version: [3, 1, 2] }, "version"), { median: 2, worst: 3 });
  assert.equal(figure({ version: [] }, "version"), undefined);
  assert.equal(figure({}, "version"), undefined);
});

Deno.test("formatFigure() keeps the digits that matter", () => {
  assert.equal(formatFigure(0.0614, "ms"), "0.061");
  assert.equal(formatFigure(6.14, "ms"), "6.14");
  assert.equal(formatFigure(391.4, "ms"), "391");
  assert.equal(formatFigure(76.04, "MB"), "76.0");
  assert.equal(formatFigure(0.1, "%"), "0.10");
  assert.equal(formatFigure(168.4, "%"), "168.40");
});
