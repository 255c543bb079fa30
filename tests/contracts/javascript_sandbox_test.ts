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
  const items = [
    "{ a: [1, 2, 3] }",
    "{ a: { b: { c: 1 } } }",
    "'x'.repeat(1e5) + t.length",
    "new Uint8Array(1e6)",
    "new Map([[1, 2]])",
    "new Error('x')",
  ];
  for (const item of items) {
    for (const before of ["", "w[p[n] = 1] && f();"]) {
      const outcome = await bench.run(
        `w = new Uint8Array(9), p = new Int32Array(9), n = 0; t = []; for (;;) { ${before} t.push(${item}) }`,
      );
      assert(outcome.status === "error" && outcome.ename === "MemoryError", item);
      const { usedBytes } = await bench.engine.memory();
      assert(usedBytes > 0, item);
      assert.equal(await bench.text("1 + 1"), "2", item);
      assert.equal(await bench.text("t = undefined; x"), "7", item);
    }
  }
});

Deno.test("javascript session tells exhaustion from null that is thrown", async () => {
  await using bench = await EngineBench.start(factory);
  const hoards = "{ const t = []; for (;;) t.push({}) }";
  assert.equal(await bench.text(hoards), "MemoryError: out of memory");
  assert.equal(await bench.text("throw null"), "Error: Uncaught null");
});
