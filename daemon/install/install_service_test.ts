// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { KernelError } from "../../lib/errors.ts";
import { installService } from "./install_service.ts";
import { makeServiceSpec, type ServiceRequest, type ServiceSpec } from "./service_spec.ts";
import { systemd } from "./systemd.ts";
import { makeTestSystem, type TestSystem } from "./testing.ts";
import { uninstallService } from "./uninstall_service.ts";

function hasCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof KernelError && error.code === code;
}

function spec({ root }: TestSystem, change: Partial<ServiceRequest> = {}): ServiceSpec {
  return makeServiceSpec({
    name: "llmspell",
    scope: "user",
    manager: "systemd",
    port: "9555",
    program: ["/usr/bin/llmspell"],
    standalone: true,
    userHome: join(root, "home/u/.llmspell"),
    ...change,
  });
}

const off = { enable: false, start: false, force: false };

Deno.test("installService() writes the unit, has systemd read it, and does nothing a second time", async () => {
  await using system = await makeTestSystem();
  const manager = systemd(system.parts);
  const first = await installService({ manager, spec: spec(system), ...off });
  assert.equal(first.outcome, "installed");
  assert.equal(first.path, join(system.root, "home/u/.config/systemd/user/llmspell.service"));
  assert.equal((await Deno.stat(first.path)).mode! & 0o777, 0o644);
  assert.deepEqual(system.commands, ["systemctl --version", "systemctl --user daemon-reload"]);
  const again = await installService({ manager, spec: spec(system), ...off });
  assert.equal(again.outcome, "already installed");
  assert.equal(system.commands.filter((line) => line.includes("daemon-reload")).length, 1);
});

Deno.test("installService() replaces a different unit only when forced, and then starts it anew", async () => {
  await using system = await makeTestSystem();
  const manager = systemd(system.parts);
  const { path } = await installService({ manager, spec: spec(system), ...off });
  const before = await Deno.readTextFile(path);
  const other = spec(system, { port: "9600" });
  await assert.rejects(
    installService({ manager, spec: other, ...off, start: true }),
    hasCode("service.exists"),
  );
  assert.equal(await Deno.readTextFile(path), before);
  const result = await installService({
    manager,
    spec: other,
    enable: true,
    start: true,
    force: true,
  });
  assert.deepEqual([result.outcome, result.enabled, result.started], ["replaced", true, true]);
  assert.deepEqual(system.commands.slice(-3), [
    "systemctl --user daemon-reload",
    "systemctl --user enable llmspell.service",
    "systemctl --user restart llmspell.service",
  ]);
});

Deno.test("installService() writes nothing when there is no manager to start the service", async () => {
  await using system = await makeTestSystem({ running: false });
  const manager = systemd(system.parts);
  for (const wish of [{ enable: true }, { start: true }]) {
    for (const scope of ["user", "system"] as const) {
      const options = { manager, spec: spec(system, { scope }), ...off, ...wish };
      await assert.rejects(installService(options), hasCode("service.no_manager"));
      await assert.rejects(Deno.stat(manager.path("llmspell", scope)), Deno.errors.NotFound);
    }
  }
  const { outcome } = await installService({ manager, spec: spec(system), ...off });
  assert.equal(outcome, "installed");
  assert.deepEqual(system.commands.filter((line) => !line.endsWith("--version")), []);
});

Deno.test("installService() says what systemctl says when it fails", async () => {
  await using system = await makeTestSystem();
  const manager = systemd(system.parts);
  system.answers.set("systemctl --user start", { code: 1, stderr: "Job failed.\nSee the log.\n" });
  await assert.rejects(
    installService({ manager, spec: spec(system), ...off, start: true }),
    /Cannot run "systemctl --user start llmspell.service": Job failed\.; See the log\./,
  );
});

Deno.test("installService() wants the file of variables that was named to be there", async () => {
  await using system = await makeTestSystem();
  const manager = systemd(system.parts);
  const named = spec(system, { envFile: join(system.root, "keys.env") });
  await assert.rejects(
    installService({ manager, spec: named, ...off }),
    hasCode("service.env_file"),
  );
  await Deno.writeTextFile(named.envFile, "KEY=1\n");
  assert.equal((await installService({ manager, spec: named, ...off })).outcome, "installed");
});

Deno.test("installService() says what to type next, with the name and id that were chosen", async () => {
  await using system = await makeTestSystem();
  const manager = systemd(system.parts);
  const { next } = await installService({
    manager,
    spec: spec(system, { name: "work", id: "w", logFile: "/l" }),
    ...off,
  });
  assert.deepEqual(next.map(({ command }) => command), [
    "systemctl --user enable --now work.service",
    "loginctl enable-linger u",
    "llmspell service status --name work",
    "llmspell kernel connect w",
    "llmspell kernel logs w --follow",
  ]);
});

Deno.test("uninstallService() stops and removes what installService() made, and keeps its state", async () => {
  await using system = await makeTestSystem();
  const manager = systemd(system.parts);
  const { path } = await installService({ manager, spec: spec(system), ...off });
  const options = {
    manager,
    name: "llmspell",
    scope: "user",
    purge: true,
    root: system.root,
  } as const;
  assert.deepEqual(await uninstallService(options), { path, purged: [] });
  assert.deepEqual(system.commands.slice(-2), [
    "systemctl --user disable --now llmspell.service",
    "systemctl --user daemon-reload",
  ]);
  await assert.rejects(uninstallService(options), hasCode("service.missing"));
  assert.ok((await Deno.stat(join(system.root, "home/u/.llmspell"))).isDirectory);
});

Deno.test("uninstallService() leaves another's unit alone", async () => {
  await using system = await makeTestSystem();
  const manager = systemd(system.parts);
  const path = manager.path("ssh", "system");
  await Deno.mkdir(join(path, ".."), { recursive: true });
  await Deno.writeTextFile(path, "[Service]\nExecStart=/usr/sbin/sshd\n");
  const options = {
    manager,
    name: "ssh",
    scope: "system",
    purge: true,
    root: system.root,
  } as const;
  await assert.rejects(uninstallService(options), hasCode("service.foreign"));
  assert.ok((await Deno.stat(path)).isFile);
  assert.deepEqual(system.commands, []);
});

Deno.test("uninstallService() purges the folders of a system service, those of no other", async () => {
  await using system = await makeTestSystem();
  const manager = systemd(system.parts);
  await installService({ manager, spec: spec(system, { scope: "system" }), ...off });
  const folder = (name: string): string => join(system.root, "var/lib", name);
  for (const name of ["private/llmspell/state", "llmspell-work"]) {
    await Deno.mkdir(folder(name), { recursive: true });
  }
  await Deno.symlink("private/llmspell", folder("llmspell"));
  const options = { manager, name: "llmspell", scope: "system", root: system.root } as const;
  const { purged } = await uninstallService({ ...options, purge: true });
  assert.deepEqual(purged, [folder("private/llmspell"), folder("llmspell")]);
  assert.ok((await Deno.stat(folder("llmspell-work"))).isDirectory);
});
