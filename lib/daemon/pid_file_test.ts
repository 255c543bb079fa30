// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { KernelError } from "../errors.ts";
import { inspectPidFile } from "./inspect_pid_file.ts";
import { acquirePidFile } from "./pid_file.ts";
import { startProcess, testFolder } from "./testing.ts";

/** Takes the PID file and keeps it until its input ends. */
const holder = `
const held = daemon.acquirePidFile({ path: Deno.args[0] });
console.log(JSON.stringify(held.takenOver ?? null));
await Deno.stdin.read(new Uint8Array(1));
held[Symbol.dispose]();
`;

function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof KernelError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "nothing";
}

Deno.test("acquirePidFile() writes id and newline, mode 0644, and makes the folder", () => {
  using folder = testFolder();
  const path = folder.file("run/deep/x.pid");
  {
    using held = acquirePidFile({ path });
    assert.deepEqual(held.takenOver, undefined);
    assert.equal(Deno.readTextFileSync(path), `${Deno.pid}\n`);
    assert.equal(Deno.lstatSync(path).mode! & 0o777, 0o644);
    assert.deepEqual([...Deno.readDirSync(folder.file("run/deep"))].map(({ name }) => name), [
      "x.pid",
    ]);
  }
  assert.deepEqual([...Deno.readDirSync(folder.file("run/deep"))], []);
});

Deno.test("acquirePidFile() names path and holder when another process has the lock", async () => {
  using folder = testFolder();
  const path = folder.file("x.pid");
  await using other = startProcess([...folder.program(holder), path]);
  await other.line();
  assert.equal(
    codeOf(() => acquirePidFile({ path })),
    `pid.locked: Cannot lock "${path}": held by process ${other.pid}`,
  );
  assert.deepEqual(inspectPidFile(path), { state: "running", pid: other.pid });
  await other.tell("");
  await other.status;
  assert.deepEqual(inspectPidFile(path), { state: "absent" });
});

Deno.test("acquirePidFile() takes over from a process that was killed", async () => {
  using folder = testFolder();
  const path = folder.file("x.pid");
  let pid = 0;
  {
    await using other = startProcess([...folder.program(holder), path]);
    await other.line();
    pid = other.pid;
  }
  assert.deepEqual(inspectPidFile(path), {
    state: "stale",
    pid,
    reason: "its process has ended",
  });
  using held = acquirePidFile({ path });
  assert.deepEqual(held.takenOver, { pid, reason: "dead" });
  assert.equal(Deno.readTextFileSync(path), `${Deno.pid}\n`);
});

Deno.test("acquirePidFile() removes the temporary file of a process that was killed before it could", () => {
  using folder = testFolder();
  const path = folder.file("run/x.pid");
  const dead = 2 ** 22 + 1;
  Deno.mkdirSync(folder.file("run"));
  Deno.writeTextFileSync(path, `${dead}\n`);
  const uuid = "5f0e7f2e-0000-4000-8000-000000000000";
  Deno.linkSync(path, folder.file(`run/.pid-${dead}-${uuid}`));
  Deno.writeTextFileSync(folder.file(`run/.pid-${Deno.pid}-${uuid}`), "");
  using _held = acquirePidFile({ path });
  const names = [...Deno.readDirSync(folder.file("run"))].map(({ name }) => name).sort();
  assert.deepEqual(names, [`.pid-${Deno.pid}-${uuid}`, "x.pid"]);
});

Deno.test("acquirePidFile() takes over when the id was given to a later process", async () => {
  using folder = testFolder();
  const path = folder.file("x.pid");
  await using later = startProcess(["cat"]);
  Deno.writeTextFileSync(path, `${later.pid}\n`);
  Deno.utimeSync(path, 1_000_000_000, 1_000_000_000);
  assert.deepEqual(inspectPidFile(path), {
    state: "stale",
    pid: later.pid,
    reason: "another process has its id now",
  });
  using held = acquirePidFile({ path });
  assert.deepEqual(held.takenOver, { pid: later.pid, reason: "reused" });
});

Deno.test("acquirePidFile() takes its own id in a file of an earlier life for reused", () => {
  using folder = testFolder();
  const path = folder.file("x.pid");
  Deno.writeTextFileSync(path, `${Deno.pid}\n`);
  using held = acquirePidFile({ path });
  assert.deepEqual(held.takenOver, { pid: Deno.pid, reason: "reused" });
});

Deno.test("acquirePidFile() refuses when the file names an older process that has no lock", async () => {
  using folder = testFolder();
  const path = folder.file("x.pid");
  await using older = startProcess(["cat"]);
  Deno.writeTextFileSync(path, `${older.pid}\n`);
  const future = Date.now() / 1_000 + 60;
  Deno.utimeSync(path, future, future);
  const refusal = codeOf(() => acquirePidFile({ path }));
  assert.ok(refusal.startsWith(`pid.in_use: Cannot take over "${path}": process ${older.pid} (`));
  assert.match(refusal, /cat\) runs, though without its lock$/);
  assert.equal(inspectPidFile(path).reason, "its process runs, but without the lock");
  assert.equal(Deno.readTextFileSync(path), `${older.pid}\n`);
});

Deno.test("acquirePidFile() takes over whatever is no process id", () => {
  using folder = testFolder();
  const path = folder.file("x.pid");
  for (const text of ["", "\n", "0\n", "-5", "12 13", "x", "99999999999", "1".repeat(100), "\0"]) {
    Deno.writeTextFileSync(path, text);
    assert.equal(inspectPidFile(path).state, "corrupt", text);
    using held = acquirePidFile({ path });
    assert.deepEqual(held.takenOver, { reason: "corrupt" }, text);
    assert.equal(Deno.readTextFileSync(path), `${Deno.pid}\n`);
  }
});

Deno.test("acquirePidFile() follows no symbolic link and replaces no folder", () => {
  using folder = testFolder();
  const path = folder.file("x.pid");
  const target = folder.file("precious");
  Deno.writeTextFileSync(target, "precious");
  Deno.symlinkSync(target, path);
  assert.match(codeOf(() => acquirePidFile({ path })), /^pid.not_a_file: .* a symbolic link$/);
  assert.deepEqual(inspectPidFile(path), { state: "corrupt", reason: "it is a symbolic link" });
  assert.equal(Deno.readTextFileSync(target), "precious");
  Deno.removeSync(path);
  Deno.mkdirSync(path);
  assert.match(codeOf(() => acquirePidFile({ path })), /^pid.not_a_file: .* a folder$/);
});

Deno.test("acquirePidFile() says why when its folder cannot be", () => {
  using folder = testFolder();
  Deno.writeTextFileSync(folder.file("file"), "");
  const path = folder.file("file/x.pid");
  assert.match(codeOf(() => acquirePidFile({ path })), /^pid.unusable: .*\/x\.pid": /);
});

Deno.test("acquirePidFile() leaves a file alone at disposal that is not its own any more", () => {
  using folder = testFolder();
  const path = folder.file("x.pid");
  const held = acquirePidFile({ path });
  Deno.removeSync(path);
  using _next = acquirePidFile({ path });
  held[Symbol.dispose]();
  held[Symbol.dispose]();
  assert.equal(inspectPidFile(path).state, "running");
});

Deno.test("acquirePidFile() leaves no descriptor and no temporary file behind", () => {
  using folder = testFolder();
  const path = folder.file("run/x.pid");
  const descriptors = () => [...Deno.readDirSync("/dev/fd")].length;
  const before = descriptors();
  for (let round = 0; round < 100; round++) {
    using _held = acquirePidFile({ path });
    assert.match(codeOf(() => acquirePidFile({ path })), /^pid.locked: /);
    inspectPidFile(path);
  }
  // Deno opens two sockets of its own some time after its start; a leak would be a hundred.
  assert.ok(descriptors() <= before + 5, `${descriptors() - before} descriptors more`);
  assert.deepEqual([...Deno.readDirSync(folder.file("run"))], []);
});

/** Waits for a line, looks and tries at once with the others, says how it went and keeps what it got. */
const competitor = `
const path = Deno.args[0];
const input = Deno.stdin.readable.getReader();
console.log("here");
await input.read();
for (let round = 0; round < 20; round++) daemon.inspectPidFile(path);
try {
  const held = daemon.acquirePidFile({ path });
  console.log(JSON.stringify({ won: held.pid, from: held.takenOver ?? null }));
  await input.read();
  held[Symbol.dispose]();
} catch (error) {
  console.log(JSON.stringify({ lost: error.message, code: error.code }));
}
`;

async function compete(before: string | undefined): Promise<void> {
  using folder = testFolder();
  const path = folder.file("run/x.pid");
  Deno.mkdirSync(folder.file("run"));
  if (before !== undefined) Deno.writeTextFileSync(path, before);
  await using stack = new AsyncDisposableStack();
  const program = folder.program(competitor);
  const all = Array.from({ length: 50 }, () => stack.use(startProcess([...program, path])));
  for (const each of all) assert.equal(await each.line(), "here");
  await Promise.all(all.map((each) => each.tell("go")));
  const results = await Promise.all(all.map(async (each) => JSON.parse(await each.line() ?? "")));
  const winners = results.filter(({ won }) => won !== undefined);
  assert.equal(winners.length, 1);
  const expected = `Cannot lock "${path}": held by process ${winners[0].won}`;
  for (const { lost, code } of results.filter(({ won }) => won === undefined)) {
    assert.deepEqual([lost, code], [expected, "pid.locked"]);
  }
  const winner = all.find(({ pid }) => pid === winners[0].won);
  await winner?.tell("enough");
  await winner?.status;
  assert.deepEqual([...Deno.readDirSync(folder.file("run"))], []);
}

Deno.test("acquirePidFile() has one winner among 50 processes, and 49 name it", async () => {
  await compete(undefined);
});

Deno.test("acquirePidFile() has one winner among 50 processes that find a corrupt file", async () => {
  await compete("what is this");
});
