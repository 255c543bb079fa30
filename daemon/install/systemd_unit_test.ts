// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { makeServiceSpec, type ServiceRequest } from "./service_spec.ts";
import { systemdUnit } from "./systemd_unit.ts";

const request: ServiceRequest = {
  name: "llmspell",
  scope: "system",
  manager: "systemd",
  port: "9555",
  program: ["/opt/my tools/llmspell"],
  standalone: true,
  userHome: "/home/u/50% off",
};

function unit(change: Partial<ServiceRequest>, version?: number): string[] {
  return systemdUnit(makeServiceSpec({ ...request, ...change }), version).split("\n");
}

Deno.test("systemdUnit() lets systemd reload by itself where it can, else by a signal", () => {
  for (const version of [undefined, 239, 252]) {
    assert.ok(unit({}, version).includes("Type=notify"));
    assert.ok(unit({}, version).includes("ExecReload=/bin/kill -HUP $MAINPID"));
  }
  assert.ok(unit({}, 253).includes("Type=notify-reload"));
  assert.ok(!unit({}, 253).some((line) => line.startsWith("ExecReload")));
});

Deno.test("systemdUnit() confines a system service, and asks nothing of a user's that needs namespaces", () => {
  const needsNamespaces = /^(DynamicUser|Private|Protect|CapabilityBoundingSet|StateDirectory)/;
  assert.ok(unit({}).some((line) => needsNamespaces.test(line)));
  assert.deepEqual(unit({ scope: "user" }).filter((line) => needsNamespaces.test(line)), []);
});

Deno.test("systemdUnit() escapes paths in each place by its own rules", () => {
  const lines = unit({ scope: "user" });
  assert.ok(
    lines.some((line) => line.startsWith('ExecStart="/opt/my tools/llmspell" kernel start')),
  );
  assert.ok(lines.includes('Environment="LLMSPELL_HOME=/home/u/50%% off"'));
  assert.ok(lines.includes("EnvironmentFile=-/home/u/50%% off/llmspell.env"));
});

Deno.test("systemdUnit() needs a file of variables that was named", () => {
  assert.ok(unit({ envFile: "/etc/keys" }).includes("EnvironmentFile=/etc/keys"));
});
