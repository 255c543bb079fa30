// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import { configJsonSchema } from "./json_schema.ts";
import { configSchema, valueSchema } from "./schema.ts";
import { buildConfig, eachSetting, settingAt, settingPaths } from "./table.ts";

const defaults = buildConfig((_path, setting) => setting.default);

Deno.test("valueSchema() accepts the default of every setting", () => {
  for (const { path, setting } of eachSetting()) {
    assert.deepEqual(valueSchema(setting).parse(setting.default), setting.default, path);
  }
});

Deno.test("configSchema() fills in every default, and refuses what it does not know", () => {
  assert.deepEqual(configSchema().parse({}), defaults);
  assert.equal(configSchema().safeParse({ lgo: {} }).success, false);
  assert.equal(configSchema().safeParse({ log: { levle: 1 } }).success, false);
});

Deno.test("every setting has a description in one sentence without a full stop", () => {
  for (const { path, setting } of eachSetting()) {
    assert.match(setting.description, /^[A-Z].*[^.]$/, path);
  }
});

Deno.test("every number has its unit in its name", () => {
  const endings = { bytes: "Bytes", ms: "Ms", seconds: "Seconds", percent: "Percent", ratio: "" };
  for (const { path, setting } of eachSetting()) {
    if (setting.unit !== undefined) assert.ok(path.endsWith(endings[setting.unit]), path);
  }
});

Deno.test("settingAt() finds every setting, and none that merely looks like one", () => {
  for (const path of settingPaths()) assert.ok(settingAt(path), path);
  for (const path of ["", "log", "log.", "log.toString", "constructor.name", "log.level.x"]) {
    assert.equal(settingAt(path), undefined, path);
  }
});

Deno.test("configJsonSchema() accepts what the schema accepts, and sizes and durations as texts", () => {
  const validate = new Ajv2020({ strict: false }).compile(configJsonSchema());
  assert.ok(validate(defaults), JSON.stringify(validate.errors));
  assert.ok(validate({}));
  assert.ok(validate({ kernel: { graceMs: "1h 30m" }, limits: { memoryBytes: "64 MiB" } }));
  assert.ok(!validate({ kernel: { graceMs: "soon" } }));
  assert.ok(!validate({ log: { levle: "info" } }));
  assert.ok(!validate({ log: { categories: { jupyter: "debug" } } }));
  assert.ok(!validate({ kernel: { port: 70_000 } }));
});

Deno.test("configJsonSchema() says of every setting its meaning, default and whether a reload suffices", () => {
  const { properties } = configJsonSchema() as {
    properties: Record<string, { properties: Record<string, Record<string, unknown>> }>;
  };
  for (const { path, setting } of eachSetting()) {
    const [section, name] = path.split(".") as [string, string];
    const found = properties[section]?.properties[name];
    assert.ok(String(found?.description).startsWith(setting.description), path);
    assert.deepEqual(found?.default, setting.default, path);
    assert.equal(found?.["x-reload"], setting.reload, path);
  }
});
