// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { applyLive, diffConfig, maskSecrets, secretMask } from "./diff.ts";
import { resolveConfig } from "./load.ts";
import type { Config, ConfigInput } from "./table.ts";

const token = "0123456789abcdef";
const config = (flags: ConfigInput): Config => resolveConfig({ env: () => undefined, flags });

Deno.test("diffConfig() lists what differs with its path and when it takes effect", () => {
  const before = config({});
  const after = config({ kernel: { port: 1, graceMs: 1 }, log: { level: "info" } });
  assert.deepEqual(diffConfig(before, after), [
    { path: "kernel.port", before: 9555, after: 1, takesEffect: "restart" },
    { path: "kernel.graceMs", before: 5_000, after: 1, takesEffect: "live" },
    { path: "log.level", before: "warning", after: "info", takesEffect: "live" },
  ]);
});

Deno.test("diffConfig() is empty when the same is written in another order", () => {
  const one = config({ log: { categories: { "llmspell.a": "info", "llmspell.b": "debug" } } });
  const two = config({ log: { categories: { "llmspell.b": "debug", "llmspell.a": "info" } } });
  assert.deepEqual(diffConfig(one, two), []);
  const lists = [["/a", "/b"], ["/b", "/a"]].map((read) => config({ policy: { read } }));
  assert.equal(diffConfig(lists[0]!, lists[1]!).length, 1);
});

Deno.test("diffConfig() and maskSecrets() tell that there is a secret, never which", () => {
  const after = config({ http: { token } });
  assert.deepEqual(diffConfig(config({}), after), [
    { path: "http.token", before: "", after: secretMask, takesEffect: "restart" },
  ]);
  assert.equal(maskSecrets(after).http.token, secretMask);
  assert.equal(maskSecrets(config({})).http.token, "");
  assert.equal(maskSecrets(after).http.maxConnections, after.http.maxConnections);
});

Deno.test("applyLive() takes live settings from the new configuration and keeps the others", () => {
  const before = config({ http: { token } });
  const after = config({ kernel: { port: 1, maxClients: 3 }, health: { queueDegraded: 7 } });
  const { kernel, health, http } = applyLive(before, after);
  assert.deepEqual([kernel.port, kernel.maxClients, health.queueDegraded], [9555, 3, 7]);
  assert.equal(http.token, token);
});
