// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { loadConfig, type LoadedConfig } from "../lib/config/mod.ts";
import { UsageError } from "./cli/errors.ts";
import { checkedFiles, describeCheck, showConfig } from "./config_report.ts";

function loaded(text: string): Promise<LoadedConfig> {
  const bytes = new TextEncoder().encode(text);
  return loadConfig({
    home: "/h",
    env: () => undefined,
    readFile: (path) => path === "/h/config.toml" ? { bytes } : undefined,
  });
}

async function withHome(
  work: (home: string, env: (name: string) => string | undefined) => Promise<void>,
): Promise<void> {
  const home = await Deno.makeTempDir();
  try {
    const variables: Record<string, string> = { LLMSPELL_HOME: home, LLMSPELL_LOG_LEVEL: "loud" };
    await work(home, (name) => variables[name]);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

Deno.test("checkedFiles() checks both files and the environment when none is named", async () => {
  await withHome(async (home, env) => {
    await Deno.writeTextFile(join(home, "config.toml"), "[log]\nlevle = 1\n");
    await Deno.writeTextFile(join(home, "kernel.toml"), "x");
    const lines = describeCheck(await checkedFiles(undefined, env)).split("\n");
    assert.equal(
      lines[0],
      `${home}/config.toml:2: log.levle: no such setting (did you mean "log.level"?)`,
    );
    assert.ok(lines[1]?.startsWith(`${home}/kernel.toml:1:`));
    assert.equal(
      lines[2],
      'LLMSPELL_LOG_LEVEL: log.level: "loud" is not one of debug, info, warning, error',
    );
    assert.equal(lines.length, 4);
  });
});

Deno.test("checkedFiles() checks a named file alone", async () => {
  await withHome(async (home, env) => {
    const path = join(home, "own.toml");
    await Deno.writeTextFile(join(home, "kernel.toml"), "x");
    await Deno.writeTextFile(path, "[log]\nlevel = 'info'\n");
    assert.equal(describeCheck(await checkedFiles(path, env)), `${path}: valid\n`);
    const missing = describeCheck(await checkedFiles(join(home, "none.toml"), env));
    assert.equal(missing, `${home}/none.toml: there is no such file\n`);
  });
});

Deno.test("describeCheck() says so when there is no file", async () => {
  await withHome(async (home) => {
    const env = (name: string) => name === "LLMSPELL_HOME" ? home : undefined;
    assert.match(describeCheck(await checkedFiles(undefined, env)), /no configuration file in/);
  });
});

Deno.test("showConfig() prints the bare value of a setting", async () => {
  const config = await loaded("[log]\nlevel = 'info'\n[policy]\nread = ['/a']\n");
  const show = (only: string, origins: boolean, format: "toml" | "json") =>
    showConfig(config, { only, origins, format });
  assert.equal(show("log.level", false, "toml"), "info\n");
  assert.equal(show("log.level", true, "toml"), "info # /h/config.toml, line 2\n");
  assert.equal(show("policy.read", false, "toml"), '["/a"]\n');
  assert.equal(show("log.level", false, "json"), '"info"\n');
  assert.deepEqual(JSON.parse(show("kernel.port", true, "json")), {
    value: 9555,
    origin: "default",
  });
});

Deno.test("showConfig() prints one section or everything, as TOML and as JSON", async () => {
  const config = await loaded("[policy]\nenv = true\n");
  const section = showConfig(config, { only: "policy", origins: false, format: "json" });
  assert.deepEqual(JSON.parse(section), { read: false, write: false, env: true, run: false });
  const all = JSON.parse(showConfig(config, { origins: true, format: "json" }));
  assert.deepEqual(all["policy.env"], { value: true, origin: "/h/config.toml, line 2" });
  const toml = showConfig(config, { origins: true, format: "toml" });
  assert.match(toml, /^env = true # \/h\/config.toml, line 2$/m);
  assert.match(toml, /^\[kernel\]$/m);
});

Deno.test("showConfig() masks secrets in every form", async () => {
  const config = await loaded("[http]\ntoken = '0123456789abcdef'\n");
  for (const format of ["toml", "json"] as const) {
    for (const only of [undefined, "http", "http.token"]) {
      for (const origins of [true, false]) {
        const text = showConfig(config, { only, origins, format });
        assert.ok(!text.includes("0123456789abcdef"), text);
        assert.ok(text.includes("********"), text);
      }
    }
  }
});

Deno.test("showConfig() suggests the setting meant when there is no such one", async () => {
  const config = await loaded("");
  assert.throws(
    () => showConfig(config, { only: "log.levle", origins: false, format: "toml" }),
    (error) => error instanceof UsageError && error.hint === 'did you mean "log.level"?',
  );
});
