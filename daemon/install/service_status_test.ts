// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { launchd, readLaunchdStatus } from "./launchd.ts";
import { launchdPlist } from "./launchd_plist.ts";
import { installService } from "./install_service.ts";
import { makeServiceSpec, type ServiceRequest } from "./service_spec.ts";
import { serviceReport, serviceText } from "./service_status.ts";
import { readStatus, systemd } from "./systemd.ts";
import { makeTestSystem } from "./testing.ts";

const request: ServiceRequest = {
  name: "llmspell",
  scope: "system",
  manager: "systemd",
  id: "one",
  port: "9555",
  program: ["/opt/my tools/llmspell"],
  standalone: true,
  userHome: "/h",
};
const active = `LoadState=loaded
ActiveState=active
SubState=running
UnitFileState=enabled
StatusText=Running = well
StateChangeTimestamp=@1764000000
MainPID=4242
Result=success
ExecMainCode=0
ExecMainStatus=0
NRestarts=2
NeedDaemonReload=no
`;

Deno.test("readStatus() reads what systemctl shows of a service that runs", () => {
  assert.deepEqual(readStatus(active), {
    enabled: true,
    state: "active",
    detail: "running",
    text: "Running = well",
    sinceMs: 1_764_000_000_000,
    pid: 4242,
    lastExit: undefined,
    restarts: 2,
    outdated: false,
  });
});

Deno.test("readStatus() says how the last process ended", () => {
  const ended = (result: string, code: number, status: number) =>
    readStatus(`Result=${result}\nExecMainCode=${code}\nExecMainStatus=${status}\n`).lastExit;
  assert.equal(ended("success", 1, 0), "exit code 0");
  assert.equal(ended("exit-code", 1, 2), "exit code 2");
  assert.equal(ended("signal", 2, 9), "signal 9");
  assert.equal(ended("watchdog", 3, 6), "watchdog, signal 6");
  assert.equal(ended("start-limit-hit", 0, 0), "start-limit-hit");
  assert.equal(ended("success", 0, 0), undefined);
});

Deno.test("readLaunchdStatus() reads what launchctl prints", () => {
  const text =
    "gui/501/org.llmspell.a = {\n\tstate = running\n\tpid = 77\n\tlast exit code = 1\n}\n";
  assert.deepEqual(readLaunchdStatus(text, "", "org.llmspell.a"), {
    enabled: true,
    state: "active",
    detail: "running",
    pid: 77,
    lastExit: "exit code 1",
  });
  const disabled = '\t"org.llmspell.a" => disabled\n';
  assert.equal(readLaunchdStatus(text, disabled, "org.llmspell.a").enabled, false);
  assert.equal(readLaunchdStatus(undefined, "", "org.llmspell.a").state, "inactive");
});

Deno.test("launchd() reads the command line back out of its property list", async () => {
  await using system = await makeTestSystem();
  const spec = makeServiceSpec({ ...request, scope: "user", program: ["/a <b> & c/llmspell"] });
  const words = launchd(system.parts).command(launchdPlist(spec));
  assert.equal(words[0], "/a <b> & c/llmspell");
  assert.equal(words[words.indexOf("--id") + 1], "one");
});

Deno.test("serviceReport() finds the service and the kernel's id, and knows what to do next", async () => {
  await using system = await makeTestSystem();
  const manager = systemd(system.parts);
  const options = { manager, name: "llmspell", scope: "system", kernels: [] } as const;
  assert.equal(await serviceReport(options), undefined);
  const spec = makeServiceSpec(request);
  await installService({ manager, spec, enable: false, start: false, force: false });
  system.answers.set("systemctl show", { stdout: active });
  const report = await serviceReport(options);
  assert.equal(report?.id, "one");
  assert.equal(report?.own, true);
  assert.deepEqual(report?.next, ["llmspell kernel status one"]);
  assert.equal(
    serviceText(report!, (ms) => `<${ms}>`),
    `llmspell (system service of systemd)
  file      ${manager.path("llmspell", "system")}
  state     active (running) since <1764000000000>
  says      Running = well
  enabled   yes
  process   4242
  restarts  2
  kernel    one, not running
Next:
  llmspell kernel status one
`,
  );
  system.answers.set("systemctl show", { stdout: "ActiveState=failed\nResult=exit-code\n" });
  assert.deepEqual((await serviceReport(options))?.next, [
    "journalctl -f -u llmspell.service (why it does not run)",
  ]);
});

Deno.test("serviceReport() tells of an installed service where no systemd runs", async () => {
  await using system = await makeTestSystem({ running: false });
  const manager = systemd(system.parts);
  const spec = makeServiceSpec(request);
  await installService({ manager, spec, enable: false, start: false, force: false });
  const report = await serviceReport({ manager, name: "llmspell", scope: "system", kernels: [] });
  assert.equal(report?.state, "unknown");
});
