// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { type Config, type ConfigInput, resolveConfig } from "../../lib/config/mod.ts";
import { KernelError } from "../../lib/errors.ts";
import { LiveConfig } from "./live_config.ts";
import { recordingLog } from "./testing.ts";

const config = (flags: ConfigInput): Config => resolveConfig({ env: () => undefined, flags });

function open(next: () => Config) {
  const { log, lines } = recordingLog();
  const applied: Config[] = [];
  const live = new LiveConfig({
    initial: config({ log: { level: "info" } }),
    load: () => Promise.resolve().then(next),
    apply: (config) => void applied.push(config),
    log,
  });
  return { live, lines, applied };
}

Deno.test("reload() puts live settings in force, logs each by its path, and names what needs a restart", async () => {
  const { live, lines, applied } = open(() =>
    config({ log: { level: "debug" }, kernel: { port: 7000 } })
  );
  const changes = await live.reload(false);
  assert.deepEqual(changes.map(({ path, takesEffect }) => [path, takesEffect]), [
    ["kernel.port", "restart"],
    ["log.level", "live"],
  ]);
  assert.equal(live.current.log.level, "debug");
  assert.equal(live.current.kernel.port, 9555);
  assert.deepEqual(applied, [live.current]);
  assert.equal(lines.length, 2);
});

Deno.test("reload() changes nothing as a dry run, nor when nothing differs", async () => {
  const { live, lines, applied } = open(() => config({ log: { level: "debug" } }));
  assert.equal((await live.reload(true)).length, 1);
  assert.equal(live.current.log.level, "info");
  const same = open(() => config({ log: { level: "info" } }));
  assert.deepEqual(await same.live.reload(false), []);
  assert.deepEqual([lines, applied, same.lines, same.applied], [[], [], [], []]);
});

Deno.test("reload() changes nothing when the configuration cannot be read", async () => {
  const { live, applied } = open(() => {
    throw new KernelError("config.invalid", "Cannot use kernel.toml, line 3", "mend it");
  });
  await assert.rejects(live.reload(false), /line 3/);
  assert.equal(live.current.log.level, "info");
  assert.deepEqual(applied, []);
});
