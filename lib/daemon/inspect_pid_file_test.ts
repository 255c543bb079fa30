// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { inspectPidFile } from "./inspect_pid_file.ts";
import { openLockFile } from "./lock_file.ts";
import { testFolder } from "./testing.ts";

Deno.test("inspectPidFile() finds nothing where there is no file or no folder", () => {
  using folder = testFolder();
  assert.deepEqual(inspectPidFile(folder.file("x.pid")), { state: "absent" });
  assert.deepEqual(inspectPidFile(folder.file("none/x.pid")), { state: "absent" });
});

Deno.test("inspectPidFile() tells by the lock that a daemon runs whose file was scribbled over", () => {
  using folder = testFolder();
  const path = folder.file("x.pid");
  Deno.writeTextFileSync(path, "scribble");
  using lock = openLockFile(path, "write");
  lock?.tryLock("exclusive");
  const report = inspectPidFile(path);
  assert.equal(report.state, "running");
  // Linux tells who holds a lock.
  assert.equal(report.pid, Deno.build.os === "linux" ? Deno.pid : undefined);
});

Deno.test("inspectPidFile() is not misled by others that look", () => {
  using folder = testFolder();
  const path = folder.file("x.pid");
  Deno.writeTextFileSync(path, "scribble");
  using lock = openLockFile(path, "read");
  lock?.tryLock("shared");
  assert.deepEqual(inspectPidFile(path), { state: "corrupt", reason: "it holds no process id" });
});

Deno.test("inspectPidFile() names what is no plain file", () => {
  using folder = testFolder();
  assert.deepEqual(inspectPidFile(folder.path), { state: "corrupt", reason: "it is a folder" });
  assert.deepEqual(inspectPidFile("/dev/null"), {
    state: "corrupt",
    reason: "it is no plain file",
  });
});
