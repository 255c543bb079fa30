// SPDX-License-Identifier: Apache-2.0 OR MIT
// What outlives a kernel.

import assert from "node:assert/strict";
import { readConnectionFile } from "../../../protocols/jupyter/mod.ts";
import { evaluate, published } from "./clients.ts";
import { killDuringHistory, killDuringSave } from "./kills.ts";
import { eachProgramOnLinux } from "./register.ts";
import { ServiceHome } from "./service_home.ts";

eachProgramOnLinux(
  "kernel restart keeps variables, id, ports and key, and a connected client finds it again",
  async (program) => {
    await using home = new ServiceHome(program);
    const before = await home.start("work");
    const { connection } = await connectionOf(before.connectionFile);
    const client = await home.connect(before);
    await evaluate(client, "kept = {answer = 42, list = {1, 2}}");
    const welcome = published(client, "iopub_welcome");
    await home.succeed(["kernel", "restart", "work"]);
    const after = home.record("work");
    assert.notEqual(after.pid, before.pid);
    assert.deepEqual(after.ports, before.ports);
    assert.deepEqual((await connectionOf(after.connectionFile)).connection, connection);
    await welcome;
    assert.equal(await evaluate(client, "kept.answer + #kept.list"), "44");
    await home.succeed(["kernel", "restart", "work"]);
    assert.deepEqual(home.record("work").ports, before.ports);
    await home.succeed(["kernel", "stop", "work"]);
  },
);

eachProgramOnLinux(
  "kernel start --restore takes over what a kernel saved, which named what it could not save",
  async (program) => {
    await using home = new ServiceHome(program);
    const code = "kept = 'x' function lost() end also_lost = {f = print} n = 1.5 b = false";
    const first = await home.start("work");
    {
      using client = await home.connect(first);
      await evaluate(client, code);
    }
    await home.succeed(["kernel", "stop", "work"]);
    const log = await Deno.readTextFile(first.logFile!);
    assert.match(log, /lost: "?also_lost, lost"?\n/);
    const path = home.file("state", "kernel-work", "kernel_state.json");
    assert.equal((await Deno.stat(path)).mode! & 0o777, 0o600);

    const plain = await home.connect(await home.start("plain"));
    assert.equal(await evaluate(plain, "kept"), undefined);
    const restored = await home.connect(await home.start("work", "--restore"));
    assert.equal(
      await evaluate(restored, "kept .. n .. tostring(b) .. tostring(lost)"),
      '"x1.5falsenil"',
    );
  },
);

eachProgramOnLinux(
  "a kernel that was started with --restore keeps its key for the next one that is",
  async (program) => {
    await using home = new ServiceHome(program);
    const keys: string[] = [];
    for (const options of [["--restore"], ["--restore"], []]) {
      const { connectionFile } = await home.start("work", ...options);
      keys.push((await connectionOf(connectionFile)).connection.key);
      await home.succeed(["kernel", "stop", "work"]);
    }
    assert.equal(keys[1], keys[0]);
    assert.notEqual(keys[2], keys[0]);
    const kept = home.file("state", "kernel-work", "connection.key");
    assert.equal((await Deno.stat(kept)).mode! & 0o777, 0o600);
  },
);

eachProgramOnLinux(
  "SIGKILL while a state is saved leaves the old or the new state, and the next start restores it",
  async (program) => {
    const { torn, restored, leftovers } = await killDuringSave({ program, kills: 4 });
    assert.deepEqual({ torn, restored, leftovers }, { torn: [], restored: 4, leftovers: [] });
  },
);

eachProgramOnLinux(
  "SIGKILL while history is written loses nothing that was answered",
  async (program) => {
    const { lost, answered } = await killDuringHistory({ program, kills: 3 });
    assert.deepEqual(lost, []);
    assert.ok(answered > 0);
  },
);

async function connectionOf(path: string) {
  const file = await readConnectionFile(path);
  assert.equal(file.kind, "connection");
  return file;
}
