// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { parse } from "smol-toml";
import { checkConfig, loadConfig, resolveConfig } from "./load.ts";
import { settingPaths } from "./table.ts";
import { configTemplate, configToml, tomlValue } from "./toml_text.ts";

const defaults = resolveConfig({ env: () => undefined, flags: {} });

function load(text: string) {
  const bytes = new TextEncoder().encode(text);
  return {
    home: "/h",
    env: () => undefined,
    readFile: (path: string) => path === "/h/config.toml" ? { bytes } : undefined,
  };
}

const value = fc.letrec((tie) => ({
  value: fc.oneof(
    fc.string({ unit: "binary" }),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

Deno.test("tomlValue() writes what a parser reads as the same", () => {
  fc.assert(fc.property(value, (value) => {
    const read = parse(`key = ${tomlValue(value)}`).key;
    assert.deepEqual(JSON.parse(JSON.stringify(read)), JSON.parse(JSON.stringify(value)));
  }));
});

Deno.test("tomlValue() refuses what TOML has no value for", () => {
  for (const value of [null, undefined, Number.NaN, Symbol("x")]) {
    assert.throws(() => tomlValue(value), TypeError);
  }
});

Deno.test("configToml() writes a file that is read as the same configuration", async () => {
  const config = resolveConfig({
    env: () => undefined,
    flags: {
      log: { categories: { "llmspell.jupyter": "debug" }, file: '/a "b"\\c' },
      policy: { read: ["/a", "ü"], env: true },
      kernel: { graceMs: 1 },
    },
  });
  assert.deepEqual((await loadConfig(load(configToml(config)))).config, config);
});

Deno.test("configToml() writes one section, and says where each value comes from", async () => {
  const { config, origins } = await loadConfig(load("[policy]\n\nread = ['/a']\n"));
  assert.equal(
    configToml(config, "policy", origins),
    `[policy]
read = ["/a"] # /h/config.toml, line 3
write = false # default
env = false # default
run = false # default
`,
  );
});

Deno.test("configTemplate() changes nothing, and with every setting uncommented neither", async () => {
  const template = configTemplate();
  assert.deepEqual((await loadConfig(load(template))).config, defaults);
  const uncommented = template.replaceAll(/^# (\w+ = )/gm, "$1");
  const { config, problems, origins } = await checkConfig(load(uncommented));
  assert.deepEqual(problems, []);
  assert.deepEqual(config, defaults);
  for (const path of settingPaths()) assert.equal(origins.get(path)?.layer, "file", path);
});
