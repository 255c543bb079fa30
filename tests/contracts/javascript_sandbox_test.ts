// SPDX-License-Identifier: Apache-2.0 OR MIT
// What a JavaScript script may try to get out of its session, or to bring it down.

import assert from "node:assert/strict";
import { createJavascriptEngine } from "../../lib/engines/javascript/mod.ts";
import { EngineBench } from "./engine_bench.ts";
import { javascriptResources } from "./hostile/javascript_resources.ts";
import { catalogue } from "./hostile/mod.ts";
import { testHostile } from "./hostile/run.ts";

const factory = createJavascriptEngine();

testHostile(factory, catalogue.JavaScript, {
  plant: (literal) => `var planted = ${literal}`,
  shown: (text) => `'${text}'`,
  nothing: "undefined",
  shared: false,
});

Deno.test("javascript session keeps its values through exhaustion of memory and stack", async () => {
  await using bench = await EngineBench.start(factory);
  await bench.run("x = 7");
  for (const { code, endless } of javascriptResources.attempts) {
    if (endless) continue;
    await bench.run(code);
    assert.equal(await bench.text("t = p = undefined; x"), "7", code);
  }
});

Deno.test("javascript session keeps enough memory to let go of what a script hoarded", async () => {
  await using bench = await EngineBench.start(factory);
  await bench.run("x = 7");
  for (const item of ["{ a: [1, 2, 3] }", "'x'.repeat(1e5) + t.length", "new Uint8Array(1e6)"]) {
    const outcome = await bench.run(`t = []; for (;;) t.push(${item})`);
    assert(outcome.status === "error" && outcome.ename === "MemoryError", item);
    assert.equal(await bench.text("t = undefined; x"), "7", item);
  }
});
