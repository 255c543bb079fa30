// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { eachProgram } from "../clients/program.ts";
import { soak } from "./soak.ts";

eachProgram("soak() ends with every reply right and memory not doubled", async (program) => {
  const report = await soak({ program, executions: 3000, warmUp: 1000 });
  assert.equal(report.wrong, 0);
  assert.ok(report.bytesAtEnd < 2 * report.bytesAfterWarmUp, JSON.stringify(report));
});
