// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { KernelError } from "../lib/errors.ts";
import { writeConfigFile } from "./write_config.ts";

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function hasCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof KernelError && error.code === code;
}

Deno.test("writeConfigFile() makes the folder, and a file for its owner alone", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "home", "config.toml");
    await writeConfigFile(path, "a", false);
    assert.equal(await Deno.readTextFile(path), "a");
    assert.equal((await Deno.stat(path)).mode! & 0o777, 0o600);
    assert.equal((await Deno.stat(join(folder, "home"))).mode! & 0o777, 0o700);
    assert.deepEqual([...Deno.readDirSync(join(folder, "home"))].map(({ name }) => name), [
      "config.toml",
    ]);
  });
});

Deno.test("writeConfigFile() leaves a file that is there alone, unless it is told to replace it", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "config.toml");
    await Deno.writeTextFile(path, "mine");
    await assert.rejects(writeConfigFile(path, "a", false), hasCode("config.exists"));
    assert.equal(await Deno.readTextFile(path), "mine");
    await writeConfigFile(path, "a", true);
    assert.equal(await Deno.readTextFile(path), "a");
  });
});

Deno.test("writeConfigFile() says so when it cannot write, and leaves nothing behind", async () => {
  await withFolder(async (folder) => {
    await Deno.mkdir(join(folder, "config.toml", "x"), { recursive: true });
    const path = join(folder, "config.toml");
    await assert.rejects(writeConfigFile(path, "a", true), hasCode("config.unwritable"));
    await assert.rejects(
      writeConfigFile("/dev/null/config.toml", "a", false),
      hasCode("config.unwritable"),
    );
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["config.toml"]);
  });
});
