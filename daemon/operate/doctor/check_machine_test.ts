// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { TestHome } from "../testing.ts";
import {
  checkMachine,
  compareVersions,
  descriptorFinding,
  diskFinding,
  umask,
  user,
} from "./check_machine.ts";

Deno.test("checkMachine() loads libzmq, and finds a clock that was set back", async () => {
  await using home = new TestHome();
  const run = () => Promise.resolve({ code: 0, stdout: "1024" });
  const places = { system: "/nowhere" };
  const look = async (laterMs: number) => {
    const now = () => Date.now() + laterMs;
    const findings = await checkMachine({ env: home.env, now, run, places });
    return new Map(findings.map((finding) => [finding.check, finding]));
  };
  const now = await look(0);
  assert.match(now.get("libzmq")!.text, /^libzmq 4\.\d+\.\d+ loads$/);
  assert.deepEqual([now.get("clock")!.status, now.get("runtime")!.status], ["ok", "ok"]);
  const early = (await look(-86_400_000)).get("clock")!;
  assert.equal(early.status, "problem");
  assert.match(early.text, /the clock is (1 d|23 h \d+ min) behind/);
});

Deno.test("compareVersions() goes by numbers, not by letters", () => {
  assert.ok(compareVersions("2.6.10", "2.6.9") > 0);
  assert.ok(compareVersions("2.6.10", "2.10.0") < 0);
  assert.equal(compareVersions("2.6.10", "2.6.10+abc"), 0);
});

Deno.test("diskFinding() warns before the disk is full, and of a disk without room for files", () => {
  const status = (bavail: number, ffree = 1) =>
    diskFinding("/", { bavail, bsize: 1024 ** 2, files: 10, ffree }).status;
  assert.deepEqual([status(10), status(100), status(1_000), status(1_000, 0)], [
    "problem",
    "warning",
    "ok",
    "problem",
  ]);
});

Deno.test("descriptorFinding() judges what the shell says", () => {
  const texts = ["unlimited", "4096", "512", "64", ""];
  assert.deepEqual(texts.map((text) => descriptorFinding(text).status), [
    "ok",
    "ok",
    "warning",
    "problem",
    "warning",
  ]);
});

Deno.test("umask() and user() warn of what is too open and too mighty", () => {
  assert.deepEqual([umask(0o022).status, umask(0o077).status], ["ok", "ok"]);
  assert.equal(umask(0o002).status, "warning");
  assert.deepEqual([user(0).status, user(1000).status, user(null).status], ["warning", "ok", "ok"]);
});
