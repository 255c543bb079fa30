// SPDX-License-Identifier: Apache-2.0 OR MIT
// Signals to a kernel that has a client.

import assert from "node:assert/strict";
import { dirname } from "node:path";
import type { KernelRecord } from "../../../daemon/kernel_record.ts";
import { listeningProcess } from "../../../daemon/operate/doctor/listening_process.ts";
import { operate, readConnectionFile } from "../../../protocols/jupyter/mod.ts";
import { soon, whenChanged } from "./await.ts";
import { begin, beginToHang, evaluate, execute, published, spin } from "./clients.ts";
import { descriptorsOf } from "./process_facts.ts";
import { eachProgramOnLinux } from "./register.ts";
import { ServiceHome } from "./service_home.ts";

/** Bursts of each signal, each while the kernel answers a request. */
const bursts = 20;

/** How often a signal is sent in a burst. */
const burst = 50;

eachProgramOnLinux(
  "SIGTERM interrupts what runs, saves the state, tells clients and ends the kernel with 0",
  async (program) => {
    await using home = new ServiceHome(program);
    await using kernel = await home.foreground("work");
    const { record, log, status } = kernel;
    const client = await home.connect(record);
    await evaluate(client, "kept = {1, 2, 3}");
    const { ended } = await begin(client, spin);
    const farewell = published(client, "shutdown_reply");
    Deno.kill(record.pid, "SIGTERM");
    const { reply } = await soon("reply", ended);
    assert.equal(reply?.content["status"], "error");
    assert.equal((await farewell).content["restart"], false);
    assert.equal((await soon("end", status)).code, 0);
    const phases = (await log.end()).flatMap((line) => /: Phase (\w+)/.exec(line)?.[1] ?? []);
    assert.deepEqual(phases, [
      ...["Running", "Initiated", "WaitingForOperations", "SavingState", "NotifyingClients"],
      ...["Cleanup", "Complete"],
    ]);
    const state = JSON.parse(
      await Deno.readTextFile(home.file("state", "kernel-work", "kernel_state.json")),
    );
    assert.deepEqual(state.sessions[0].variables, { kept: [1, 2, 3] });
    assert.deepEqual(home.files(), [
      "sessions/history.sqlite",
      "state/kernel-work/kernel_state.json",
    ]);
  },
);

eachProgramOnLinux(
  "a second SIGTERM ends a kernel at once, although code runs that cannot be interrupted",
  async (program) => {
    await using home = new ServiceHome(program);
    await Deno.mkdir(home.path);
    await Deno.writeTextFile(home.file("kernel.toml"), '[kernel]\ngraceMs = "600s"\n');
    await using kernel = await home.foreground("work");
    const { record, log, status } = kernel;
    const client = await home.connect(record);
    const { ended } = await beginToHang(client);
    Deno.kill(record.pid, "SIGTERM");
    await log.next(/Phase WaitingForOperations/);
    Deno.kill(record.pid, "SIGTERM");
    assert.equal((await soon("reply", ended)).reply?.content["status"], "error");
    assert.equal((await soon("end", status)).code, 0);
    const lines = (await log.end()).join("\n");
    assert.match(lines, /time of grace is terminated in main\n/);
    assert.deepEqual(home.files(), ["kernel.toml", "sessions/history.sqlite"]);
  },
);

eachProgramOnLinux("SIGINT interrupts what runs, and globals stay", async (program) => {
  await using home = new ServiceHome(program);
  const record = await home.start("work");
  const client = await home.connect(record);
  await evaluate(client, "kept = 42");
  for (let round = 0; round < 3; round++) {
    const { ended } = await begin(client, spin);
    Deno.kill(record.pid, "SIGINT");
    const { reply } = await soon("reply", ended);
    assert.equal(reply?.content["status"], "error");
    assert.equal(await evaluate(client, "kept"), "42");
  }
});

eachProgramOnLinux(
  "SIGHUP opens a log anew that was moved, and reloads the configuration",
  async (program) => {
    await using home = new ServiceHome(program);
    const record = await home.start("work");
    const client = await home.connect(record);
    const path = record.logFile!;
    const moved = `${path}.moved`;
    await logLine(record, /Kernel work is ready/);
    await Deno.rename(path, moved);
    await Deno.writeTextFile(home.file("kernel.toml"), "[kernel]\nmaxClients = 7\n");
    Deno.kill(record.pid, "SIGHUP");
    await logLine(record, /Setting kernel\.maxClients changes from 10 to 7/);
    assert.match(await Deno.readTextFile(moved), /Kernel work is ready/);
    assert.doesNotMatch(await Deno.readTextFile(moved), /maxClients/);
    assert.ok(!Object.values(descriptorsOf(record.pid)).includes(moved));
    assert.equal(await evaluate(client, "6 * 7"), "42");
  },
);

eachProgramOnLinux(
  "SIGUSR1 puts a changed configuration in force, and a wrong one changes nothing",
  async (program) => {
    await using home = new ServiceHome(program);
    const record = await home.start("work");
    const client = await home.connect(record);
    await evaluate(client, "kept = 42");
    const path = home.file("kernel.toml");
    await Deno.writeTextFile(path, '[kernel]\nmaxClients = 3\n[log]\nlevel = "debug"\n');
    Deno.kill(record.pid, "SIGUSR1");
    await logLine(record, /Setting kernel\.maxClients changes from 10 to 3/);
    await logLine(record, /Setting log\.level changes from "?info"? to "?debug"?/);
    assert.equal((await operate(client, "kernel.state", {})).maxClients, 3);

    await Deno.writeTextFile(path, '[kernel]\nmaxClients = "many"\n[log]\nlevel = "info"\n');
    Deno.kill(record.pid, "SIGUSR1");
    await logLine(
      record,
      new RegExp(`ERROR.*SIGUSR1: Cannot use ${path}, line 2: kernel\\.maxClients`),
    );
    assert.equal((await operate(client, "kernel.state", {})).maxClients, 3);
    assert.equal(await evaluate(client, "kept"), "42");
    assert.notEqual(listeningProcess(9229), record.pid);
  },
);

eachProgramOnLinux(
  "SIGUSR2 writes a dump that its owner alone may read, without key and token",
  async (program) => {
    await using home = new ServiceHome(program);
    await Deno.mkdir(home.path);
    const token = "a-token-of-the-test-2f9c";
    await Deno.writeTextFile(home.file("kernel.toml"), `[http]\ntoken = "${token}"\n`, {
      mode: 0o600,
    });
    const record = await home.start("work");
    const client = await home.connect(record);
    await evaluate(client, "kept = 42");
    Deno.kill(record.pid, "SIGUSR2");
    const line = await logLine(record, /The state was written to /);
    const path = /written to "?(.+\.json)/.exec(line)![1]!;
    assert.equal(dirname(path), home.file("state", "kernel-work"));
    assert.equal((await Deno.stat(path)).mode! & 0o777, 0o600);
    const text = await Deno.readTextFile(path);
    const file = await readConnectionFile(record.connectionFile);
    assert.equal(file.kind, "connection");
    for (const secret of [file.connection.key, token]) assert.ok(!text.includes(secret));
    const dump = JSON.parse(text);
    assert.equal(dump.state.id, "work");
    assert.equal(dump.state.sessions[0].executionCount, 1);
    assert.equal(dump.health.status, "Healthy");
    assert.equal(dump.config.http.token, "********");
    const log = await Deno.readTextFile(record.logFile!);
    for (const secret of [file.connection.key, token]) assert.ok(!log.includes(secret));
  },
);

eachProgramOnLinux(
  "bursts of signals leave a kernel at work, also of those that mean nothing to it",
  async (program) => {
    await using home = new ServiceHome(program);
    const record = await home.start("work");
    const client = await home.connect(record);
    await evaluate(client, "kept = 42");
    const signals = ["SIGHUP", "SIGUSR1", "SIGUSR2", "SIGPIPE", "SIGCHLD", "SIGCONT", "SIGWINCH"];
    for (const signal of signals as Deno.Signal[]) {
      for (let round = 0; round < bursts; round++) {
        const answered = execute(client, "kept = kept + 1");
        for (let i = 0; i < burst; i++) Deno.kill(record.pid, signal);
        assert.equal((await soon("reply", answered)).reply?.content["status"], "ok");
      }
    }
    assert.equal(await evaluate(client, "kept"), String(42 + signals.length * bursts));
    const log = await Deno.readTextFile(record.logFile!);
    assert.doesNotMatch(log, /ERROR/);
    assert.notEqual(listeningProcess(9229), record.pid);
    await home.succeed(["kernel", "stop", "work"]);
  },
);

/** The first line of a kernel's log that matches, as soon as it is there. */
async function logLine({ logFile }: KernelRecord, pattern: RegExp): Promise<string> {
  const path = logFile!;
  return await whenChanged(`line ${pattern} in the log`, dirname(path), () => {
    try {
      return Deno.readTextFileSync(path).split("\n").find((line) => pattern.test(line));
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  });
}
