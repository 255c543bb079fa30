// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { UsageError } from "./cli/errors.ts";
import { scriptConfig } from "./script_config.ts";

const options = {
  "allow-read": false,
  "allow-write": false,
  "allow-env": false,
  "allow-run": false,
  "memory-limit": undefined,
} as const;

/** Does the work with an environment whose `LLMSPELL_HOME` holds the files. */
async function withHome(
  files: Readonly<Record<string, string>>,
  work: (env: (name: string) => string | undefined) => Promise<void>,
): Promise<void> {
  const home = await Deno.makeTempDir();
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(join(home, name), text, { mode: 0o600 });
    }
    await work((name) => name === "LLMSPELL_HOME" ? home : undefined);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

Deno.test("scriptConfig() closes everything when no option opens it", async () => {
  await withHome({}, async (env) => {
    const { policy } = await scriptConfig(options, env);
    assert.deepEqual(policy, { read: false, write: false, env: false, run: false });
  });
});

Deno.test("scriptConfig() takes grants and memory from the options", async () => {
  const given = { ...options, "allow-read": ["/a"], "allow-env": true, "memory-limit": "64MiB" };
  await withHome({}, async (env) => {
    const { policy, limits } = await scriptConfig(given, env);
    assert.deepEqual([policy.read, policy.env], [["/a"], true]);
    assert.equal(limits.memoryBytes, 64 * 2 ** 20);
  });
});

Deno.test("scriptConfig() keeps what config.toml opens when no option says otherwise", async () => {
  const files = {
    "config.toml": "[policy]\nread = ['/a']\nenv = true\n",
    "kernel.toml": "[policy]\nrun = true\n",
  };
  await withHome(files, async (env) => {
    const { policy } = await scriptConfig({ ...options, "allow-read": ["/b"] }, env);
    assert.deepEqual(policy, { read: ["/b"], write: false, env: true, run: false });
  });
});

Deno.test("scriptConfig() refuses a size it cannot read", async () => {
  await withHome({}, async (env) => {
    await assert.rejects(scriptConfig({ ...options, "memory-limit": "lots" }, env), UsageError);
  });
});
