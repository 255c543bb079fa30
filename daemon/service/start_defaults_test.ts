// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { loadConfig } from "../../lib/config/mod.ts";
import { type StartManner, withStartDefaults } from "./start_defaults.ts";

const byHand: StartManner = { daemon: false, frontEnd: false, connectionFile: false };

async function resolved(manner: Partial<StartManner>, toml = "") {
  const bytes = new TextEncoder().encode(toml);
  const loaded = await loadConfig({
    home: "/home",
    env: () => undefined,
    readFile: (path) => path === "/home/config.toml" ? { bytes } : undefined,
  });
  const { kernel, log, http } = withStartDefaults(loaded, { ...byHand, ...manner });
  return [kernel.port, kernel.idleTimeoutSeconds, log.level, http.listen];
}

Deno.test("withStartDefaults() fits the defaults to the manner of starting", async () => {
  assert.deepEqual(await resolved({}), [9555, 3600, "warning", "auto"]);
  assert.deepEqual(await resolved({ daemon: true }), [9555, 3600, "info", "auto"]);
  assert.deepEqual(await resolved({ connectionFile: true }), [0, 3600, "warning", "auto"]);
  assert.deepEqual(await resolved({ connectionFile: true, frontEnd: true }), [
    ...[0, 0, "warning", "off"],
  ]);
});

Deno.test("withStartDefaults() leaves alone what somebody has set", async () => {
  const toml = `
    kernel = { port = 7000, idleTimeoutSeconds = 9 }
    log.level = "error"
    http.listen = "127.0.0.1:0"`;
  const manner = { daemon: true, frontEnd: true, connectionFile: true };
  assert.deepEqual(await resolved(manner, toml), [7000, 9, "error", "127.0.0.1:0"]);
});
