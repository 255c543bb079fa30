// SPDX-License-Identifier: Apache-2.0 OR MIT
// An engine that was disposed of leaves no thread behind: the process can end by itself.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

/** Longer than the starts and the end take on a busy machine. */
const patienceMs = 120_000;

const root = new URL("../../", import.meta.url);

for (
  const [language, make] of Object.entries({
    lua: "createLuaEngine",
    javascript: "createJavascriptEngine",
    python: "createPythonEngine",
  })
) {
  Deno.test(`${language} engine ends with all its threads when it is disposed of`, async () => {
    const engine = new URL(`lib/engines/${language}/mod.ts`, root);
    const bench = new URL("tests/contracts/engine_bench.ts", root);
    const code = `import { ${make} } from "${engine}";
      import { EngineBench } from "${bench}";
      const factory = ${make}();
      for (let round = 0; round < 2; round++) {
        await using bench = await EngineBench.start(factory);
        console.log(await bench.text("6 * 7"));
      }`;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), patienceMs);
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", "--unstable-worker-options", code],
      cwd: fileURLToPath(root),
      signal: stop.signal,
    }).output();
    clearTimeout(timer);
    const text = new TextDecoder();
    assert.equal(text.decode(stdout), "42\n42\n", text.decode(stderr));
    assert(success, "the process had to be ended");
  });
}
