// SPDX-License-Identifier: Apache-2.0 OR MIT
// Interrupts of Python code that is nearly always within functions of the session.

import assert from "node:assert/strict";
import { createPythonEngine } from "../../lib/engines/python/mod.ts";
import { EngineBench } from "./engine_bench.ts";

const floods = {
  "prints": 'while True: print("x" * 10)',
  "displays": "while True: display(1)",
  "prints without an instruction of its own":
    "import collections, itertools\ncollections.deque(map(print, itertools.repeat(1)), 0)",
};

for (const [what, code] of Object.entries(floods)) {
  Deno.test(`createPythonEngine() interrupts a loop that ${what}, at whatever moment`, async () => {
    await using bench = await EngineBench.start(createPythonEngine());
    await bench.run("kept = 7");
    // Each time the interpreter looks for an interrupt at another place of the loop.
    for (let events = 1; events <= 8; events++) {
      bench.emitted.length = 0;
      const running = bench.run(code);
      await bench.until(() => bench.emitted.length >= events);
      bench.engine.interrupt("interrupt");
      const outcome = await running;
      assert(outcome.status === "error");
      assert.equal(outcome.ename, "Interrupted");
    }
    assert.equal(await bench.text("kept"), "7");
  });
}
