// SPDX-License-Identifier: Apache-2.0 OR MIT
// Services under a real systemd. Where a test may not have a machine of its own (see systemd_machine.ts), what systemd
// says of the units is all that is tested.

import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { quoteAssignment, quoteCommand } from "../../daemon/install/systemd_words.ts";
import { serviceFiles } from "../../tools/gen_services.ts";
import { eachProgram, type Program } from "../clients/program.ts";
import {
  canStartMachine,
  type Machine,
  type MachineBinds,
  startMachine,
} from "./systemd_machine.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The program as a machine sees it: in folders whose names have all that a unit file must escape. */
async function placeProgram(
  program: Program,
): Promise<{ binds: MachineBinds; argv: readonly string[]; variables: string }> {
  if (program.form === "binary") {
    const within = '/opt/my tools/100% $HOME "it\'s"/llmspell';
    return { binds: [[program.argv[0]!, within]], argv: [within], variables: "" };
  }
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  const { denoDir } = JSON.parse(new TextDecoder().decode(stdout));
  const checkout = "/opt/my checkout 100%";
  const [, ...args] = program.argv;
  return {
    binds: [[root, checkout], [Deno.execPath(), "/opt/deno/deno"], [denoDir, "/opt/deno/cache"]],
    argv: [
      "env",
      "DENO_DIR=/opt/deno/cache",
      "/opt/deno/deno",
      ...args.slice(0, -1),
      join(checkout, "main.ts"),
    ],
    variables: "DENO_DIR=/opt/deno/cache\n",
  };
}

/** Has a unit tell the test when it has started and ended, and watch more closely. */
const told = `[Service]
ExecStartPost=+/bin/sh -c 'echo "started $MAINPID" >/host/events'
ExecStopPost=+/bin/sh -c 'echo "ended $SERVICE_RESULT" >/host/events'
WatchdogSec=4
StandardError=append:/tmp/service.err
`;

interface Report {
  readonly state: string;
  readonly enabled: boolean;
  readonly pid?: number;
  readonly restarts: number;
  readonly lastExit?: string;
  readonly id?: string;
  readonly kernel?: { readonly pid: number; readonly home: string };
}

/** Which service of which machine. */
interface ServiceUnderTest {
  readonly machine: Machine;
  readonly argv: readonly string[];
  readonly scope: "system" | "user";
}

async function report({ machine, argv, scope }: ServiceUnderTest): Promise<Report> {
  const command = [...argv, "service", "status", `--${scope}`, "--format", "json"];
  const { stdout, stderr } = await machine.run(command, { tester: scope === "user" });
  assert.equal(stderr, "");
  return JSON.parse(stdout)[0];
}

/** Asks the kernel how it does, as its own user: in a system service's view of the file system, where it has one. */
async function askHealth({ machine, argv, scope }: ServiceUnderTest, pid: number): Promise<void> {
  const health = [...argv, "health", "--id", "llmspell"];
  if (scope === "user") {
    await machine.succeed(health, { tester: true });
    return;
  }
  const uid = (await machine.succeed(["stat", "-c", "%u", `/proc/${pid}`])).trim();
  await machine.succeed([
    ...["nsenter", "--target", `${pid}`, "--mount"],
    ...["setpriv", "--reuid", uid, "--regid", uid, "--clear-groups", "env"],
    ...["LLMSPELL_HOME=/var/lib/llmspell", "LLMSPELL_CACHE=/var/cache/llmspell/files", ...health],
  ]);
}

/** Installs, then has the kernel reload, crash, hang and stop, as an operator or bad luck would. */
async function exercise(service: ServiceUnderTest, variables: string): Promise<void> {
  const { machine, argv, scope } = service;
  const as = { tester: scope === "user" };
  const systemctl = ["systemctl", ...(scope === "user" ? ["--user"] : [])];
  await machine.write(`/etc/systemd/${scope}/llmspell.service.d/test.conf`, told);
  await machine.write("/opt/service.env", variables);
  const install = [...argv, "kernel", "install-service", `--${scope}`, "--port", "0"];
  const words = [...install, "--env-file", "/opt/service.env", "--enable", "--start"];
  const installed = await machine.run(words, as);
  const log = await machine.run(["cat", "/tmp/service.err"]);
  const status = await machine.run([...systemctl, "status", "--no-pager", "llmspell"], as);
  assert.equal(installed.code, 0, `${installed.stderr}${log.stdout}${status.stdout}`);
  assert.match(installed.stdout, /llmspell\.service: installed, enabled, started\n/);
  const pid = /^started (\d+)$/.exec(await machine.event())?.[1];

  const first = await report(service);
  assert.deepEqual([first.state, first.enabled, first.id], ["active", true, "llmspell"]);
  assert.equal(String(first.pid), pid);
  assert.equal(first.kernel?.pid, first.pid);
  await askHealth(service, first.pid!);
  assert.match(await machine.succeed(words, as), /already installed/);
  assert.equal((await report(service)).pid, first.pid);

  await machine.succeed([...systemctl, "reload", "llmspell"], as);
  assert.equal((await report(service)).pid, first.pid);

  await machine.succeed([...systemctl, "kill", "--signal=KILL", "llmspell"], as);
  assert.equal(await machine.event(), "ended signal");
  const second = /^started (\d+)$/.exec(await machine.event())?.[1];
  assert.notEqual(second, pid);

  await machine.succeed([...systemctl, "kill", "--signal=STOP", "llmspell"], as);
  assert.equal(await machine.event(), "ended watchdog");
  assert.match(await machine.event(), /^started \d+$/);
  assert.equal((await report(service)).restarts, 2);

  await machine.succeed([...systemctl, "stop", "llmspell"], as);
  assert.equal(await machine.event(), "ended success");
  assert.equal((await report(service)).state, "inactive");
  const run = scope === "user" ? "/run/user/1000/llmspell" : "/run/llmspell";
  assert.notEqual((await machine.run(["ls", run])).code, 0);

  const uninstall = [...argv, "kernel", "uninstall-service", `--${scope}`, "--purge"];
  await machine.succeed(uninstall, as);
  assert.equal((await machine.run([...systemctl, "cat", "llmspell.service"], as)).code, 1);
}

if (await canStartMachine()) {
  for (const scope of ["system", "user"] as const) {
    eachProgram(
      `systemd starts, reloads, restarts, watches and stops a ${scope} service`,
      async (program) => {
        const { binds, argv, variables } = await placeProgram(program);
        await using machine = await startMachine(binds);
        await exercise({ machine, argv, scope }, variables);
      },
    );
  }
}

if (await canStartMachine()) {
  Deno.test("quoteCommand() and quoteAssignment() are read by systemd as they were meant", async () => {
    const plain = "/opt/my tools/100% $HOME ${PATH} ;#/show";
    const odd = '/opt/"it\'s" \\x41 $HOME 100%/show';
    await using machine = await startMachine([["/usr/bin/env", plain], ["/usr/bin/env", odd]]);
    const values = [
      ...[
        "$HOME",
        "${PATH}",
        "$$",
        "%n %%",
        `"'`,
        "a\nb\tc",
        "\\x41 \\",
        ";",
        "",
        "ü 漢 😀",
        " a ",
      ],
    ];
    for (const program of [plain, odd]) {
      const line = quoteCommand([program, "printf", "%s\\0", ...values]);
      await machine.write(
        "/etc/systemd/system/show.service",
        `[Service]\nType=oneshot\nStandardOutput=truncate:/tmp/shown\nExecStart=${line}\n`,
      );
      await machine.succeed(["systemctl", "daemon-reload"]);
      await machine.succeed(["systemctl", "start", "show"]);
      const shown = await machine.succeed(["cat", "/tmp/shown"]);
      assert.deepEqual(shown.split("\0").slice(0, -1), values);
    }
    const assignments = values.map((value, i) =>
      `Environment=${quoteAssignment(`V${i}`, value)}\n`
    );
    await machine.write(
      "/etc/systemd/system/variables.service",
      `[Service]\nType=oneshot\nStandardOutput=file:/tmp/variables\nExecStart=/usr/bin/env -0\n${
        assignments.join("")
      }`,
    );
    await machine.succeed(["systemctl", "start", "variables"]);
    const variables = (await machine.succeed(["cat", "/tmp/variables"])).split("\0")
      .filter((line) => /^V\d+=/.test(line));
    assert.deepEqual(variables, values.map((value, i) => `V${i}=${value}`));
  });
}

/** Runs `systemd-analyze` on a unit in a folder of its own. */
async function analyze(
  unit: string,
  args: (path: string) => readonly string[],
): Promise<{ code: number; text: string }> {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "llmspell.service");
    // The program of the example need not be there.
    await Deno.writeTextFile(path, unit.replace("/usr/local/bin/llmspell", "/bin/true"));
    const { code, stdout, stderr } = await new Deno.Command("systemd-analyze", {
      args: [...args(path)],
      env: { XDG_RUNTIME_DIR: dirname(path) },
    }).output();
    const text = new TextDecoder();
    return { code, text: text.decode(stdout) + text.decode(stderr) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const units = serviceFiles();

if (Deno.build.os === "linux") {
  Deno.test("systemdUnit() passes systemd's own check, for the machine and for a user", async () => {
    const system = await analyze(units["services/systemd/llmspell.service"]!, (path) => [
      "verify",
      path,
    ]);
    assert.deepEqual(system, { code: 0, text: "" });
    const user = await analyze(units["services/systemd/llmspell.user.service"]!, (path) => [
      "verify",
      "--user",
      path,
    ]);
    assert.deepEqual(user, { code: 0, text: "" });
  });

  Deno.test("systemdUnit() exposes a system service to at most 2.0 by systemd's own measure", async () => {
    const { code, text } = await analyze(units["services/systemd/llmspell.service"]!, (path) => [
      "security",
      "--offline=true",
      "--threshold=20",
      "--no-pager",
      path,
    ]);
    assert.equal(code, 0, text);
  });
}
