// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { acquirePidFile } from "../../../lib/daemon/mod.ts";
import { startFakeKernel, TestHome } from "../testing.ts";
import { checkLeftovers } from "./check_leftovers.ts";
import type { Finding } from "./finding.ts";

/** Looks an hour later, when no file is fresh any more. */
function look(home: TestHome, laterMs = 3_600_000): Promise<readonly Finding[]> {
  const run = () => Promise.resolve(undefined);
  const now = () => Date.now() + laterMs;
  return checkLeftovers({ env: home.env, now, run, places: { system: "/nowhere" } });
}

async function write(path: string): Promise<string> {
  await Deno.mkdir(join(path, ".."), { recursive: true });
  await Deno.writeTextFile(path, "");
  return path;
}

Deno.test("checkLeftovers() leaves the files of kernels that run alone", async () => {
  await using home = new TestHome();
  await using _kernel = await startFakeKernel(home, "work");
  assert.deepEqual((await look(home)).map(({ status }) => status), ["ok"]);
});

Deno.test("checkLeftovers() finds and removes whatever killed processes leave", async () => {
  await using home = new TestHome();
  const dead = home.leave("dead");
  const paths = [
    join(home.run, "kernel-broken.json"),
    join(home.run, "kernel-alone.pid"),
    join(home.run, ".pid-4194305-5f0e7f2e-0000-4000-8000-000000000000"),
    join(home.run, ".probe-abc"),
    join(home.path, "kernels", "kernel-gone.json"),
    join(home.path, "kernels", "kernel-gone.json.5f0e7f2e-0000-4000-8000-000000000000.tmp"),
    join(
      home.path,
      ".cache/llmspell/assets",
      "0".repeat(32),
      ".libzmq.5f0e7f2e-0000-4000-8000-000000000000",
    ),
  ];
  for (const path of paths) await write(path);
  const findings = await look(home);
  assert.deepEqual(new Set(findings.map(({ status }) => status)), new Set(["warning"]));
  assert.equal(findings.length, paths.length + 1);
  for (const finding of findings) assert.match(await finding.fix!(), /^removed \//);
  for (const path of [...paths, dead.pidFile, dead.connectionFile]) {
    await assert.rejects(Deno.lstat(path), Deno.errors.NotFound, path);
  }
  assert.deepEqual((await look(home)).map(({ status }) => status), ["ok"]);
});

Deno.test("checkLeftovers() takes fresh files for those of a kernel that starts", async () => {
  await using home = new TestHome();
  await write(join(home.path, "kernels", "kernel-new.json"));
  await write(join(home.run, `.pid-${Deno.pid}-5f0e7f2e-0000-4000-8000-000000000000`));
  assert.deepEqual((await look(home, 0)).map(({ status }) => status), ["ok"]);
  assert.deepEqual((await look(home)).map(({ check }) => check), ["connection files"]);
});

Deno.test("checkLeftovers() names the process that holds a PID file and has no record", async () => {
  await using home = new TestHome();
  using _held = acquirePidFile({ path: join(home.run, "kernel-lost.pid") });
  const [finding] = await look(home);
  assert.match(finding!.text, new RegExp(`process ${Deno.pid} holds .* and has no record`));
  assert.equal(finding!.fix, undefined);
});
