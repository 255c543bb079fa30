// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { basename, dirname, join, relative } from "node:path";
import { KernelError } from "../lib/errors.ts";
import { settingAt, variableName } from "../lib/config/mod.ts";
import { UsageError } from "./cli/errors.ts";
import { optionSettings, readConfigFile, startConfig } from "./config_files.ts";

/** Does the work with a folder that is removed behind it. */
async function withFolder(work: (folder: string) => Promise<void> | void): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function environment(
  variables: Readonly<Record<string, string>>,
): (name: string) => string | undefined {
  return (name) => variables[name];
}

Deno.test("optionSettings names settings that there are", () => {
  for (const [option, path] of Object.entries(optionSettings)) {
    assert.ok(settingAt(path), `--${option}`);
  }
});

Deno.test("startConfig() reads both files, the environment and the options", async () => {
  await withFolder(async (home) => {
    await Deno.writeTextFile(join(home, "config.toml"), "[kernel]\nport = 1\ngraceMs = 1\n");
    await Deno.writeTextFile(join(home, "kernel.toml"), "[kernel]\nmaxClients = 2\n");
    const env = environment({ LLMSPELL_HOME: home, LLMSPELL_KERNEL_GRACE_MS: "3" });
    const options = { "port": "4", "idle-timeout": "1h", "http": undefined, "foreground": true };
    const { config, origins, files } = await startConfig(options, env);
    const { port, graceMs, maxClients, idleTimeoutSeconds } = config.kernel;
    assert.deepEqual([port, graceMs, maxClients, idleTimeoutSeconds], [4, 3, 2, 3_600]);
    assert.deepEqual(origins.get("kernel.port"), { layer: "flag", flag: "--port" });
    assert.deepEqual(files.map((file) => basename(file)), ["config.toml", "kernel.toml"]);
  });
});

Deno.test("startConfig() says of an option's value that it came from the variable when it did", async () => {
  await withFolder(async (home) => {
    const variables = { LLMSPELL_LOG_LEVEL: "info", LLMSPELL_POLICY_READ: "/a" };
    const env = environment({ LLMSPELL_HOME: home, ...variables });
    const options = { "log-level": "info", "allow-read": ["/a"] };
    const { origins } = await startConfig(options, env);
    for (const path of ["log.level", "policy.read"]) {
      const variable = variableName(path);
      assert.deepEqual(origins.get(path), { layer: "environment", variable });
    }
  });
});

Deno.test("startConfig() makes the path of --log-file absolute", async () => {
  await withFolder(async (home) => {
    const env = environment({ LLMSPELL_HOME: home });
    const { config } = await startConfig({ "log-file": "k.log" }, env);
    assert.equal(config.log.file, join(Deno.cwd(), "k.log"));
  });
});

Deno.test("StartConfig.reload() reads the named file again, with the options as they were", async () => {
  await withFolder(async (home) => {
    const file = join(home, "own.toml");
    await Deno.writeTextFile(file, "[kernel]\nport = 1\nmaxClients = 1\n");
    const options = { "config": relative(Deno.cwd(), file), "max-clients": "7" };
    const { config, reload } = await startConfig(options, environment({ LLMSPELL_HOME: home }));
    assert.deepEqual([config.kernel.port, config.kernel.maxClients], [1, 7]);
    await Deno.writeTextFile(file, "[kernel]\nport = 2\nmaxClients = 2\n");
    const again = (await reload()).config;
    assert.deepEqual([again.kernel.port, again.kernel.maxClients], [2, 7]);
    await Deno.writeTextFile(file, "[kernel]\nport = -2\n");
    await assert.rejects(
      reload(),
      (error) => error instanceof KernelError && error.message.includes(`${file}, line 2`),
    );
  });
});

Deno.test("startConfig() blames the option, not the file, for an option's value", async () => {
  await withFolder(async (home) => {
    const env = environment({ LLMSPELL_HOME: home });
    await assert.rejects(
      startConfig({ port: "many" }, env),
      (error) =>
        error instanceof UsageError &&
        error.message === 'Cannot use --port: "many" is not a whole number from 0 to 65531',
    );
    await assert.rejects(
      startConfig({ config: join(home, "missing.toml") }, env),
      (error) => error instanceof KernelError && error.code === "config.unreadable",
    );
  });
});

Deno.test("readConfigFile() gives content and permissions", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "a.toml");
    await Deno.writeTextFile(path, "a = 1");
    await Deno.chmod(path, 0o640);
    const file = readConfigFile(path, false);
    assert.equal(new TextDecoder().decode(file?.bytes), "a = 1");
    assert.equal(file?.mode, 0o640);
  });
});

Deno.test("readConfigFile() finds none where there is none, and where the folder is no folder", async () => {
  await withFolder(async (folder) => {
    assert.equal(readConfigFile(join(folder, "a.toml"), false), undefined);
    assert.equal(readConfigFile(join(folder, "a.toml"), true), undefined);
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "");
    assert.equal(readConfigFile(join(file, "a.toml"), false), undefined);
    assert.throws(() => readConfigFile(join(file, "a.toml"), true));
  });
});

Deno.test("readConfigFile() refuses a folder, and a device that was not named", async () => {
  await withFolder((folder) => {
    assert.throws(() => readConfigFile(folder, false), /it is a folder/);
    assert.throws(() => readConfigFile("/dev/null", false), /it is no regular file/);
    assert.deepEqual(readConfigFile("/dev/null", true), { bytes: new Uint8Array() });
  });
});

Deno.test("examples/config.toml is valid and says something else than the defaults", async () => {
  await withFolder(async (home) => {
    const root = dirname(import.meta.dirname!);
    const config = join(root, "examples", "config.toml");
    const { origins } = await startConfig({ config }, environment({ LLMSPELL_HOME: home }));
    assert.ok([...origins.values()].some(({ layer }) => layer === "file"));
  });
});
