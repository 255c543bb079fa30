// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { cycle } from "./cycles.ts";
import { eachProgramOnLinux } from "./register.ts";

eachProgramOnLinux(
  "cycle() leaves nothing behind, whether kernels are stopped or killed, and the id can be used again",
  async (program) => {
    const { leftovers, cleared } = await cycle({ program, cycles: 12, kills: 4 });
    assert.deepEqual(leftovers, []);
    assert.equal(Object.values(cleared).length, 4);
  },
);
