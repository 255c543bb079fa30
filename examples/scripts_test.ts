// SPDX-License-Identifier: Apache-2.0 OR MIT
// Runs the example scripts as their first lines say.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));

/** Runs `llmspell` with the words in the repository's folder. */
async function llmspell(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", "--no-check", "main.ts", ...words],
    cwd: root,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  return { code, out: text.decode(stdout), err: text.decode(stderr) };
}

for (const name of ["hello.lua", "hello.js", "hello.py"]) {
  Deno.test(`${name} greets whom it is given, counts, and can be executed`, async () => {
    const path = `examples/${name}`;
    assert.deepEqual(await llmspell(path, "Ada", "Grace Hopper"), {
      code: 0,
      out: "1: hello, Ada!\n2: hello, Grace Hopper!\n",
      err: "",
    });
    assert.equal((await llmspell("run", path)).out, "1: hello, world!\n");
    assert.equal(((await Deno.stat(`${root}${path}`)).mode ?? 0) & 0o111, 0o111);
    assert.match(await Deno.readTextFile(`${root}${path}`), /^#!\/usr\/bin\/env llmspell\n/);
  });
}

Deno.test("args.lua adds its arguments, and ends with a code that says what is wrong", async () => {
  assert.deepEqual(await llmspell("run", "examples/args.lua", "--", "3", "4", "5"), {
    code: 0,
    out: "examples/args.lua adds 3 numbers to 12\n",
    err: "",
  });
  assert.deepEqual((await llmspell("run", "examples/args.lua")).code, 2);
  const { code, err } = await llmspell("run", "examples/args.lua", "3", "x");
  assert.deepEqual([code, err], [1, 'Cannot add argument 2: "x" is no number\n']);
});

Deno.test("modules/main.lua loads the module beside it", async () => {
  const { code, out } = await llmspell("run", "examples/modules/main.lua");
  assert.equal(code, 0);
  assert.match(out, /^day {2}0\.0: new moon\n[^]*day 22\.1: last quarter\n$/);
});

Deno.test("progress.lua and comm.lua run to their ends", async () => {
  const { code, out, err } = await llmspell("run", "examples/progress.lua");
  assert.deepEqual([code, err], [0, ""]);
  assert.match(out, /168 primes below 1000, the last is 997\n$/);
  assert.equal((await llmspell("run", "examples/comm.lua")).code, 0);
});
