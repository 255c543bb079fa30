// SPDX-License-Identifier: Apache-2.0 OR MIT
// A daemon depends on nothing of whoever starts it.

import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { KernelRecord } from "../../../daemon/kernel_record.ts";
import { executeContent } from "../kernel_process.ts";
import { soon } from "./await.ts";
import { processFacts } from "./process_facts.ts";
import { eachProgramOnLinux } from "./register.ts";
import { ServiceHome } from "./service_home.ts";

const words = ["kernel", "start", "--daemon", "--id=work", "--port=0"];
const terminal = fileURLToPath(new URL("terminal.py", import.meta.url));

/** The process that adopts orphans: process 1, or the nearest ancestor that asked to. */
async function adopter(): Promise<number> {
  const orphan = "read -r _ <&3; read -r _ _ _ parent _ </proc/self/stat; echo $parent";
  const script = `exec 3<&0; sh -c '${orphan}' &`;
  const child = new Deno.Command("sh", { args: ["-c", script], stdin: "piped", stdout: "piped" })
    .spawn();
  await child.status;
  await child.stdin.close();
  return Number(await new Response(child.stdout).text());
}

/** The kernel answers a client. */
async function assertLives(home: ServiceHome, record: KernelRecord): Promise<void> {
  const client = await home.connect(record);
  const { reply } = await client.request("shell", "execute_request", executeContent("x = 1"));
  assert.equal(reply?.content["status"], "ok");
}

eachProgramOnLinux(
  "kernel start --daemon has no parent, terminal, folder, descriptor or variable of its starter",
  async (program) => {
    await using home = new ServiceHome(program);
    const marker = join(home.folder, "marker");
    const script = `umask 000; exec 7<"$0" 9>>"$0"; exec "$@"`;
    await Deno.writeTextFile(marker, "");
    const { code, stderr } = await home.run(words, {
      before: ["sh", "-c", script, marker],
      env: { TERM: "xterm", DISPLAY: ":0", SSH_AUTH_SOCK: "/agent", OLDPWD: "/etc", SHLVL: "7" },
    });
    assert.equal(code, 0, stderr);
    const { pid } = home.record("work");
    const facts = processFacts(pid);
    assert.ok([1, await adopter()].includes(facts.parent), `parent ${facts.parent}`);
    assert.notEqual(facts.session, processFacts(Deno.pid).session);
    assert.deepEqual([facts.terminal, facts.folder, facts.umask], [0, "/", "0027"]);
    assert.equal(facts.descriptors["0"], "/dev/null");
    assert.equal(facts.descriptors["1"], home.file("logs", "kernel-work.out"));
    assert.equal(facts.descriptors["2"], home.file("logs", "kernel-work.out"));
    assert.ok(!Object.values(facts.descriptors).includes(marker));
    const foreign = ["TERM", "DISPLAY", "SSH_AUTH_SOCK", "OLDPWD", "SHLVL", "PWD"];
    assert.deepEqual(foreign.filter((name) => name in facts.environment), []);
    assert.equal(facts.environment["LLMSPELL_HOME"], home.path);
  },
);

eachProgramOnLinux(
  "kernel start --daemon leads no session, so that no terminal can become its own",
  async (program) => {
    await using home = new ServiceHome(program);
    const { pid } = await home.start("work");
    assert.notEqual(processFacts(pid).session, pid);
  },
);

eachProgramOnLinux(
  "kernel start --daemon keeps no pipe of its starter open, and lives on when the reader goes away",
  async (program) => {
    await using home = new ServiceHome(program);
    const child = home.command(words).spawn();
    // Both come to their end only when nobody has the pipes open.
    const text = Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
    ]);
    const [stdout] = await soon("end of the pipes", text);
    assert.match(stdout, /^Kernel is running in the background\.\n {2}id: +work\n/);
    assert.equal((await child.status).code, 0);
    await assertLives(home, home.record("work"));

    const deaf = [...words.filter((word) => word !== "--id=work"), "--id=deaf"];
    await home.shell(["sh", "-c", '"$@" | :', "sh", ...program.argv, ...deaf]);
    await assertLives(home, home.record("deaf"));
  },
);

eachProgramOnLinux(
  "kernel start --daemon lives on when the terminal it was started from is closed",
  async (program) => {
    await using home = new ServiceHome(program);
    const { code, stdout, stderr } = await home.run(words, { before: ["python3", terminal, ""] });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /Kernel is running in the background/);
    const record = home.record("work");
    assert.equal(processFacts(record.pid).terminal, 0);
    await assertLives(home, record);
    await home.succeed(["kernel", "stop", "work"]);
  },
);

eachProgramOnLinux(
  "kernel start in the foreground ends in order when its terminal is closed",
  async (program) => {
    await using home = new ServiceHome(program);
    const log = home.file("logs", "work.log");
    const start = ["kernel", "start", "--id=work", "--port=0", `--log-file=${log}`];
    const { code, stdout, stderr } = await home.run([...start, "--log-level=info"], {
      before: ["python3", terminal, "Kernel is ready"],
    });
    assert.equal(code, 0, stderr + stdout);
    assert.match(await Deno.readTextFile(log), /Phase Complete/);
    assert.deepEqual(home.files(), ["logs/work.log"]);
  },
);
