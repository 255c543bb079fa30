// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { KernelError } from "../errors.ts";
import { resolveConfig, settingPaths, variableName } from "./resolve.ts";

const none = () => undefined;

Deno.test("resolveConfig() fills in every default when nothing is given", () => {
  const config = resolveConfig({ env: none, flags: {} });
  assert.equal(config.log.level, "warning");
  assert.equal(config.policy.read, false);
  assert.ok(config.limits.memoryBytes > 0);
});

Deno.test("resolveConfig() lets flags override the environment", () => {
  const env = (name: string) => ({ LLMSPELL_LOG_LEVEL: "info", LLMSPELL_LOG_FORMAT: "json" })[name];
  const config = resolveConfig({ env, flags: { log: { level: "debug" } } });
  assert.deepEqual(config.log, { level: "debug", format: "json" });
});

Deno.test("resolveConfig() keeps the environment's value when a flag is undefined", () => {
  const env = (name: string) => ({ LLMSPELL_LOG_LEVEL: "info" })[name];
  const config = resolveConfig({ env, flags: { log: { level: undefined } } });
  assert.equal(config.log.level, "info");
});

Deno.test("resolveConfig() reads sizes, numbers and grants from the environment", () => {
  const variables: Record<string, string> = {
    LLMSPELL_LIMITS_MEMORY_BYTES: "1GiB",
    LLMSPELL_KERNEL_GRACE_MS: "5",
    LLMSPELL_POLICY_READ: "/a,/b",
    LLMSPELL_POLICY_ENV: "true",
    LLMSPELL_POLICY_RUN: "0",
  };
  const config = resolveConfig({ env: (name) => variables[name], flags: {} });
  assert.equal(config.limits.memoryBytes, 2 ** 30);
  assert.equal(config.kernel.graceMs, 5);
  assert.deepEqual(config.policy.read, ["/a", "/b"]);
  assert.equal(config.policy.env, true);
  assert.equal(config.policy.run, false);
});

Deno.test("resolveConfig() names the variable when its value is invalid", () => {
  const env = (name: string) => ({ LLMSPELL_LIMITS_MEMORY_BYTES: "lots" })[name];
  assert.throws(
    () => resolveConfig({ env, flags: {} }),
    (error) =>
      error instanceof KernelError && error.code === "config.invalid" &&
      error.message.includes("LLMSPELL_LIMITS_MEMORY_BYTES"),
  );
});

Deno.test("resolveConfig() names the path when a flag's value is invalid", () => {
  assert.throws(
    () => resolveConfig({ env: none, flags: { limits: { memoryBytes: 3 } } }),
    (error) => error instanceof KernelError && error.message.includes("limits.memoryBytes"),
  );
});

Deno.test("variableName() differs for every setting", () => {
  const names = settingPaths().map(variableName);
  assert.equal(new Set(names).size, names.length);
  assert.ok(names.every((name) => /^LLMSPELL_[A-Z_]+$/.test(name)));
});
