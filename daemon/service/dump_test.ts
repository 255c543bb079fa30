// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { resolveConfig } from "../../lib/config/mod.ts";
import type { HealthReport, KernelState } from "../../lib/contracts/mod.ts";
import { KernelError } from "../../lib/errors.ts";
import { type DumpContent, writeDump } from "./dump.ts";

const content: DumpContent = {
  state: { id: "work", phase: "Running" } as KernelState,
  health: { status: "Healthy" } as HealthReport,
  config: resolveConfig({
    env: () => undefined,
    flags: { http: { token: "a-secret-of-the-operator" } },
  }),
  metrics: [],
  now: new Date(Date.UTC(2026, 0, 2, 3, 4, 5)),
};

Deno.test("writeDump() writes state, health, handles and the configuration without its secrets", () => {
  const folder = Deno.makeTempDirSync();
  const path = writeDump(join(folder, "deep"), content);
  assert.equal(path, join(folder, "deep", "dump-2026-01-02T03-04-05.000Z.json"));
  assert.equal((Deno.statSync(path).mode ?? 0) & 0o777, 0o600);
  const text = Deno.readTextFileSync(path);
  assert.ok(!text.includes("a-secret-of-the-operator"));
  const dump = JSON.parse(text);
  assert.deepEqual(Object.keys(dump), [
    ...["format", "writtenAt", "state", "health", "memory", "handles", "config", "metrics"],
  ]);
  assert.equal(dump.state.id, "work");
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("writeDump() throws state.dump when the folder cannot be made", () => {
  const file = Deno.makeTempFileSync();
  assert.throws(
    () => writeDump(file, content),
    (error) => error instanceof KernelError && error.code === "state.dump",
  );
  Deno.removeSync(file);
});

Deno.test("writeDump() keeps the newest 20", () => {
  const folder = Deno.makeTempDirSync();
  Deno.writeTextFileSync(join(folder, "kernel_state.json"), "{}");
  const paths = Array.from(
    { length: 22 },
    (_, second) => writeDump(folder, { ...content, now: new Date(second * 1000) }),
  );
  const left = [...Deno.readDirSync(folder)].map(({ name }) => join(folder, name)).sort();
  assert.deepEqual(left, [...paths.slice(2), join(folder, "kernel_state.json")]);
  Deno.removeSync(folder, { recursive: true });
});
