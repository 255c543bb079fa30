// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { eachProgram } from "../clients/program.ts";
import { noise } from "./noise.ts";

eachProgram(
  "noise() on all ports leaves the kernel answering control and shell",
  async (program) => {
    const report = await noise({ program, connections: 1000, bytes: 8 << 20 });
    assert.equal(report.status, "ok");
    assert.ok(report.requests > 0);
    assert.equal(report.connections, 1000);
    assert.ok(report.bytes > 1 << 20, JSON.stringify(report));
  },
);
