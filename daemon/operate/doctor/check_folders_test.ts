// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { TestHome } from "../testing.ts";
import { checkFolders } from "./check_folders.ts";
import type { Finding } from "./finding.ts";

function look(home: TestHome): Map<string, Finding> {
  const context = { env: home.env, now: Date.now, run: () => Promise.resolve(undefined) };
  return new Map(checkFolders(context).map((finding) => [finding.check, finding]));
}

Deno.test("checkFolders() is content with folders that are missing and can be made", async () => {
  await using home = new TestHome();
  for (const name of ["kernels", "logs", "state"]) await Deno.remove(join(home.path, name));
  const findings = look(home);
  for (const name of ["home", "kernels", "logs", "state", "run", "cache"]) {
    assert.equal(findings.get(name)?.status, "ok", name);
  }
  assert.match(findings.get("state")!.text, /not there yet/);
});

Deno.test("checkFolders() finds folders that others can use, and closes them", async () => {
  await using home = new TestHome();
  await Deno.chmod(home.path, 0o777);
  await Deno.chmod(join(home.path, "kernels"), 0o755);
  const findings = look(home);
  assert.match(findings.get("home")!.text, /has mode 0777: other users can write to it/);
  assert.match(findings.get("kernels")!.text, /has mode 0755: other users can look into it/);
  assert.equal(findings.get("home")!.remedy, `chmod 0755 "${home.path}"`);
  for (const name of ["home", "kernels"]) await findings.get(name)!.fix!();
  assert.equal(look(home).get("home")!.status, "ok");
  assert.equal((await Deno.stat(join(home.path, "kernels"))).mode! & 0o777, 0o700);
});

Deno.test("checkFolders() finds a home that is a file, and one that cannot be made", async () => {
  await using home = new TestHome();
  const file = join(home.path, "file");
  await Deno.writeTextFile(file, "");
  home.variables["LLMSPELL_HOME"] = file;
  assert.match(look(home).get("home")!.text, /is no folder/);
  home.variables["LLMSPELL_HOME"] = join("/proc", "llmspell", "home");
  const finding = look(home).get("home")!;
  assert.deepEqual([finding.status, finding.remedy], [
    "problem",
    "set LLMSPELL_HOME to a folder of your own",
  ]);
  assert.match(finding.text, /cannot be made/);
});

Deno.test("checkFolders() warns when the cache must be somewhere else", async () => {
  await using home = new TestHome();
  await Deno.writeTextFile(join(home.path, ".cache"), "");
  assert.equal(look(home).get("cache")!.status, "warning");
  home.variables["LLMSPELL_CACHE"] = join(home.path, ".cache", "x");
  assert.equal(look(home).get("cache")!.status, "problem");
});

Deno.test("checkFolders() finds connection files whose keys others can read", async () => {
  await using home = new TestHome();
  const { connectionFile } = home.leave("x");
  await Deno.chmod(connectionFile, 0o640);
  const finding = look(home).get("keys")!;
  assert.match(finding.text, /mode 0640: other users can read the key/);
  await finding.fix!();
  assert.equal(look(home).get("keys"), undefined);
});
