// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { installService } from "./install_service.ts";
import { launchd } from "./launchd.ts";
import { makeServiceSpec } from "./service_spec.ts";
import { makeTestSystem } from "./testing.ts";
import { uninstallService } from "./uninstall_service.ts";

Deno.test("launchd() loads, starts, replaces and removes an agent of the user", async () => {
  await using system = await makeTestSystem();
  const manager = launchd(system.parts);
  const target = "gui/1000/org.llmspell.llmspell";
  const path = join(system.root, "home/u/Library/LaunchAgents/org.llmspell.llmspell.plist");
  const install = (port: string) =>
    installService({
      manager,
      spec: makeServiceSpec({
        name: "llmspell",
        scope: "user",
        manager: "launchd",
        port,
        program: ["/usr/local/bin/llmspell"],
        standalone: true,
        userHome: join(system.root, "home/u/.llmspell"),
      }),
      enable: true,
      start: true,
      force: true,
    });
  system.answers.set("launchctl print gui", { code: 113 });
  assert.equal((await install("9555")).path, path);
  assert.deepEqual(system.commands.filter((line) => !line.startsWith("launchctl print")), [
    `launchctl enable ${target}`,
    `launchctl bootstrap gui/1000 ${path}`,
    `launchctl kickstart ${target}`,
  ]);
  assert.ok((await Deno.stat(join(system.root, "home/u/.llmspell/logs"))).isDirectory);

  system.commands.length = 0;
  system.answers.set("launchctl print gui", { stdout: "state = running\n" });
  await install("9600");
  assert.ok(system.commands.includes(`launchctl bootout ${target}`));
  system.commands.length = 0;
  await uninstallService({
    manager,
    name: "llmspell",
    scope: "user",
    purge: false,
    root: system.root,
  });
  assert.ok(system.commands.includes(`launchctl bootout ${target}`));
  await assert.rejects(Deno.stat(path), Deno.errors.NotFound);
});
