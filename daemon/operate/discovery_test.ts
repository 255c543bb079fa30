// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { discoverKernels, findKernels, isRunning } from "./discovery.ts";
import { findRunFolders } from "./run_folders.ts";
import { startFakeKernel, TestHome } from "./testing.ts";

const nowhere = { system: "/nowhere" };

Deno.test("findRunFolders() names every place once, by its real path", async () => {
  await using home = new TestHome();
  const runtime = join(home.path, "runtime");
  const made = ["runtime/llmspell", "runtime/llmspell-b", "runtime/other", "etc/llmspell"];
  for (const name of [...made, "tmp/llmspell-1/run", "tmp/llmspell-2"]) {
    await Deno.mkdir(join(home.path, name), { recursive: true });
  }
  await Deno.symlink(join(runtime, "llmspell"), join(home.path, "link"));
  home.variables["XDG_RUNTIME_DIR"] = runtime;
  home.variables["RUNTIME_DIRECTORY"] = `${join(home.path, "link")}:/no/such/folder`;
  assert.deepEqual(findRunFolders(home.env, { system: join(home.path, "etc") }), [
    join(runtime, "llmspell"),
    home.run,
    join(runtime, "llmspell-b"),
    join(home.path, "etc", "llmspell"),
    join(home.path, "tmp", "llmspell-1", "run"),
  ]);
});

Deno.test("findKernels() tells kernels that run from those that have ended, oldest first", async () => {
  await using home = new TestHome();
  await using _kernel = await startFakeKernel(home, "young", {}, { startedAtMs: 2 });
  home.write({ ...home.leave("old"), startedAtMs: 1 });
  const found = await findKernels(home.env, nowhere);
  assert.deepEqual(found.map(({ record, owner, state }) => [record.id, owner, state]), [
    ["old", "own", "stale"],
    ["young", "own", "running"],
  ]);
});

Deno.test("findKernels() finds nothing where there is no folder", async () => {
  await using home = new TestHome();
  await Deno.remove(home.run);
  assert.deepEqual(await findKernels(home.env, nowhere), []);
});

Deno.test("discoverKernels() reports records that cannot be used, and goes on", async () => {
  await using home = new TestHome();
  home.leave("good");
  const write = (name: string, text: string) => Deno.writeTextFile(join(home.run, name), text);
  await write("kernel-broken.json", "{");
  await write("kernel-empty.json", "");
  await write("kernel-other.json", JSON.stringify(home.record("name")));
  await write("kernel-big.json", " ".repeat(70_000));
  await write("kernel-old.json", JSON.stringify({ ...home.record("old"), format: 0 }));
  await Deno.symlink("/etc/passwd", join(home.run, "kernel-link.json"));
  await Deno.mkdir(join(home.run, "kernel-folder.json"));
  const { kernels, problems } = await discoverKernels(home.env, nowhere);
  assert.deepEqual(kernels.map(({ record }) => record.id), ["good"]);
  const told = Object.fromEntries(
    problems.map(({ path, problem }) => [path.slice(home.run.length + 8), problem]),
  );
  assert.match(told["broken.json"]!, /JSON/);
  assert.match(told["empty.json"]!, /JSON/);
  assert.match(told["other.json"]!, /names the kernel "name"/);
  assert.match(told["big.json"]!, /70000 bytes/);
  assert.match(told["old.json"]!, /format/);
  assert.match(told["link.json"]!, /no regular file/);
  assert.match(told["folder.json"]!, /no regular file/);
});

Deno.test("findKernels() takes a record that another user wrote for that user's, whatever it says", async () => {
  if (Deno.uid() !== 0) return assert.ok(Deno.uid() !== null, "only root can give files away");
  await using home = new TestHome();
  const path = home.write(home.record("theirs", { uid: 0 }));
  await Deno.chown(path, 12_345, 12_345);
  const [found] = await findKernels(home.env, nowhere);
  assert.deepEqual([found?.owner, found?.uid, found?.state], ["other user", 12_345, "running"]);
});

Deno.test("isRunning() goes by the process when the PID file is gone, and by its start time", async () => {
  await using home = new TestHome();
  const record = home.record("x");
  assert.equal(isRunning(record), true);
  assert.equal(isRunning({ ...record, processStartMs: record.processStartMs - 60_000 }), false);
  assert.equal(isRunning({ ...record, pid: 2 ** 22 + 1 }), false);
});

Deno.test("isRunning() believes the lock of the PID file, not a process that has the id by chance", async () => {
  await using home = new TestHome();
  const record = home.record("x");
  await Deno.writeTextFile(record.pidFile, `${record.pid}\n`);
  assert.equal(isRunning(record), false);
});
