// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { acquirePidFile } from "../../lib/daemon/mod.ts";
import { KernelError } from "../../lib/errors.ts";
import type { KernelRecord } from "../kernel_record.ts";
import { removeLeftovers } from "./leftovers.ts";
import { startFakeKernel, TestHome } from "./testing.ts";

function filesOf(home: TestHome): string[] {
  return ["run", "kernels"].flatMap((folder) =>
    [...Deno.readDirSync(join(home.path, folder))].map(({ name }) => `${folder}/${name}`)
  ).sort();
}

function found(home: TestHome, record: KernelRecord): { record: KernelRecord; path: string } {
  return { record, path: join(home.run, `kernel-${record.id}.json`) };
}

Deno.test("removeLeftovers() removes everything that a killed kernel left, and says what", async () => {
  await using home = new TestHome();
  const record = home.leave("dead");
  const removed = removeLeftovers(found(home, record));
  const paths = [record.connectionFile, join(home.run, "kernel-dead.json"), record.pidFile];
  assert.deepEqual(removed, paths);
  assert.deepEqual(filesOf(home), []);
  assert.deepEqual(removeLeftovers(found(home, record)), []);
});

Deno.test("removeLeftovers() removes sockets below the home, and no file that others chose", async () => {
  await using home = new TestHome();
  const elsewhere = join(home.path, "launcher.json");
  await Deno.writeTextFile(elsewhere, "{}");
  const ip = join(home.path, "kernels", "kernel-dead");
  const ports = { shell: 1, iopub: 2, stdin: 3, control: 4, hb: 5 };
  const http = `unix:${join(home.path, "victim")}`;
  const record: KernelRecord = {
    ...home.leave("dead"),
    transport: "ipc",
    ip,
    ports,
    http,
    connectionFile: elsewhere,
  };
  home.write(record);
  const listeners = [1, 2].map((port) => Deno.listen({ transport: "unix", path: `${ip}-${port}` }));
  await Deno.writeTextFile(join(home.path, "victim"), "");
  const removed = removeLeftovers(found(home, record));
  for (const listener of listeners) listener.close();
  assert.deepEqual(removed.slice(0, 2), [`${ip}-1`, `${ip}-2`]);
  assert.deepEqual(filesOf(home), ["kernels/kernel-dead.json"]);
  assert.equal(await Deno.readTextFile(elsewhere), "{}");
  assert.equal(await Deno.readTextFile(join(home.path, "victim")), "");
});

Deno.test("removeLeftovers() removes what the kernel was writing when it was killed", async () => {
  await using home = new TestHome();
  const record = home.leave("dead");
  const folder = join(home.path, "state", "kernel-dead");
  await Deno.mkdir(folder);
  await Deno.writeTextFile(join(folder, "kernel_state.json"), "{}");
  const draft = join(folder, "kernel_state.json.12.0123abcd.tmp");
  await Deno.writeTextFile(draft, "");
  assert.equal(removeLeftovers(found(home, record)).at(-1), draft);
  assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["kernel_state.json"]);
});

Deno.test("removeLeftovers() touches nothing of a kernel that runs", async () => {
  await using home = new TestHome();
  await using kernel = await startFakeKernel(home, "alive");
  const before = filesOf(home);
  assert.deepEqual(removeLeftovers(found(home, kernel.record)), []);
  assert.deepEqual(filesOf(home), before);
});

Deno.test("removeLeftovers() touches nothing while a kernel of that id starts", async () => {
  await using home = new TestHome();
  const record = home.leave("dead");
  using _starting = acquirePidFile({ path: record.pidFile });
  const before = filesOf(home);
  assert.deepEqual(removeLeftovers(found(home, record)), []);
  assert.deepEqual(filesOf(home), before);
});

Deno.test("removeLeftovers() leaves the record of a later kernel of the same id", async () => {
  await using home = new TestHome();
  const record = home.leave("dead");
  home.write({ ...record, processStartMs: 2 });
  assert.deepEqual(removeLeftovers(found(home, record)), []);
  assert.ok(filesOf(home).includes("run/kernel-dead.json"));
});

Deno.test("removeLeftovers() says so when the PID file cannot be taken", async () => {
  await using home = new TestHome();
  const record = { ...home.leave("dead"), pidFile: join(home.path, "kernels") };
  assert.throws(
    () => removeLeftovers(found(home, record)),
    (error) => error instanceof KernelError && error.code === "pid.not_a_file",
  );
});
