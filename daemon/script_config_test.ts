// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { UsageError } from "./cli/errors.ts";
import { scriptConfig } from "./script_config.ts";

const none = () => undefined;
const options = {
  "allow-read": false,
  "allow-write": false,
  "allow-env": false,
  "allow-run": false,
  "memory-limit": undefined,
} as const;

Deno.test("scriptConfig() closes everything when no option opens it", () => {
  const { policy } = scriptConfig(options, none);
  assert.deepEqual(policy, { read: false, write: false, env: false, run: false });
});

Deno.test("scriptConfig() takes grants, memory and log level from the options", () => {
  const given = { ...options, "allow-read": ["/a"], "allow-env": true, "memory-limit": "64MiB" };
  const { policy, limits, log } = scriptConfig(given, none, "debug");
  assert.deepEqual([policy.read, policy.env], [["/a"], true]);
  assert.equal(limits.memoryBytes, 64 * 2 ** 20);
  assert.equal(log.level, "debug");
});

Deno.test("scriptConfig() refuses a size it cannot read", () => {
  assert.throws(() => scriptConfig({ ...options, "memory-limit": "lots" }, none), UsageError);
});
