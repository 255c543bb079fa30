// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { main } from "../mod.ts";

/** Runs a command line with a home that is removed behind it. */
async function withHome(
  work: (
    run: (...words: string[]) => Promise<[number, string, string]>,
    home: string,
  ) => Promise<void>,
): Promise<void> {
  const home = await Deno.makeTempDir();
  const env = (name: string) => name === "LLMSPELL_HOME" ? home : undefined;
  try {
    await work(async (...words) => {
      let [out, errors] = ["", ""];
      const code = await main(words, {
        env,
        terminal: {
          write: (text) => void (out += text),
          writeError: (text) => void (errors += text),
          input: ReadableStream.from<Uint8Array>([]),
          hidden: (work) => work(false),
          colour: false,
          errorColour: false,
        },
      });
      return [code, out, errors];
    }, home);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

Deno.test("config init writes a file that config validate finds in order, and never writes over it", async () => {
  await withHome(async (run, home) => {
    const path = join(home, "config.toml");
    assert.equal((await run("config", "init"))[0], 0);
    assert.deepEqual(await run("config", "validate"), [0, `${path}: valid\n`, ""]);
    const [code, , errors] = await run("config", "init");
    assert.equal(code, 1);
    assert.match(errors, /it is there already\n {2}hint: --force replaces it/);
    assert.equal((await run("config", "init", "--force"))[0], 0);
  });
});

Deno.test("config validate ends with 1 and lists problems, as text and as JSON", async () => {
  await withHome(async (run, home) => {
    const path = join(home, "kernel.toml");
    await Deno.writeTextFile(path, "[log]\nlevle = 1\n");
    const line = `${path}:2: log.levle: no such setting (did you mean "log.level"?)\n`;
    assert.deepEqual(await run("config", "validate"), [1, line, ""]);
    assert.equal((await run("config", "validate", path))[0], 1);
    const [code, json] = await run("config", "validate", "--format", "json");
    assert.equal(code, 1);
    const { valid, files, problems } = JSON.parse(json);
    assert.deepEqual([valid, files, problems[0].line, problems[0].key], [
      ...[false, [path], 2, "log.levle"],
    ]);
  });
});

Deno.test("config show prints what is in force, and fails with the place of a mistake", async () => {
  await withHome(async (run, home) => {
    const path = join(home, "config.toml");
    await Deno.writeTextFile(path, "[log]\nlevel = 'info'\n");
    assert.deepEqual(await run("config", "show", "log.level"), [0, "info\n", ""]);
    const [, all] = await run("config", "show", "--origins");
    assert.ok(all.includes(`level = "info" # ${path}, line 2\n`));
    assert.equal((await run("config", "show", "nothing"))[0], 2);
    await Deno.writeTextFile(path, "[log]\nlevel = 'loud'\n");
    const [code, , errors] = await run("config", "show");
    assert.equal(code, 1);
    assert.match(errors, /Cannot use .*config\.toml, line 2: log\.level: "loud" is not one of/);
  });
});

Deno.test("config schema prints a JSON Schema", async () => {
  await withHome(async (run) => {
    const [code, text] = await run("config", "schema");
    assert.equal(code, 0);
    assert.equal(JSON.parse(text).title, "llmspell configuration");
  });
});
