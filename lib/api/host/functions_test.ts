// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { createHostFunctions } from "./functions.ts";
import type { HostFunctions } from "./functions.ts";
import type { HostPolicy } from "./policy.ts";
import { splitCommand } from "./processes.ts";

/** A folder with `open/`, `closed/secret`, and links from the first into the second. */
async function openFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await Deno.makeTempDir();
  await Deno.mkdir(join(path, "open"));
  await Deno.mkdir(join(path, "closed"));
  await Deno.writeTextFile(join(path, "closed", "secret"), "hidden");
  await Deno.writeTextFile(join(path, "open", "note"), "text");
  await Deno.symlink(join(path, "closed", "secret"), join(path, "open", "link"));
  await Deno.symlink(join(path, "closed", "fresh"), join(path, "open", "dangling"));
  await Deno.symlink(join(path, "closed"), join(path, "open", "folder"));
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

function hostOf(folder: string, policy: HostPolicy): HostFunctions {
  return createHostFunctions({ policy, folder });
}

const denied = { name: "KernelError", code: "host.denied" };

Deno.test("createHostFunctions() refuses everything when the policy is empty", async () => {
  const host = hostOf(".", {});
  const calls: [string, ...unknown[]][] = [
    ["fs.read", "deno.json"],
    ["fs.write", "x", "y"],
    ["fs.exists", "deno.json"],
    ["fs.remove", "x"],
    ["fs.rename", "x", "y"],
    ["fs.temporaryName"],
    ["env.get", "PATH"],
    ["process.run", "true"],
    ["process.available", "true"],
  ];
  for (const [name, ...args] of calls) await assert.rejects(host.call(name, args), denied, name);
  await assert.rejects(host.call("module.read", ["m"]), { code: "host.module" });
  await assert.rejects(host.call("fs.other", []), { code: "host.unknown" });
});

Deno.test("fs.read gives bytes of a granted file and refuses what links lead out to", async () => {
  await using folder = await openFolder();
  const host = hostOf(folder.path, { readPaths: ["open"] });
  assert.deepEqual(await host.call("fs.read", ["open/note"]), new TextEncoder().encode("text"));
  for (
    const path of ["open/link", "open/folder/secret", "open/../closed/secret", "closed/secret"]
  ) {
    await assert.rejects(host.call("fs.read", [path]), denied, path);
  }
  await assert.rejects(host.call("fs.read", ["open/none"]), { code: "host.file" });
  await assert.rejects(host.call("fs.write", ["open/note", "x"]), denied);
});

Deno.test("fs.write creates, appends, and refuses to write through a link", async () => {
  await using folder = await openFolder();
  const host = hostOf(folder.path, { writePaths: ["open"] });
  await host.call("fs.write", ["open/new", "a"]);
  await host.call("fs.write", ["open/new", new Uint8Array([255]), true]);
  assert.deepEqual(await host.call("fs.read", ["open/new"]), new Uint8Array([97, 255]));
  for (const path of ["open/link", "open/dangling", "open/folder/x", "closed/x"]) {
    await assert.rejects(host.call("fs.write", [path, "x"]), denied, path);
  }
  await assert.rejects(Deno.stat(join(folder.path, "closed", "fresh")), Deno.errors.NotFound);
});

Deno.test("fs.rename and fs.remove stay inside what is granted", async () => {
  await using folder = await openFolder();
  const host = hostOf(folder.path, { writePaths: ["open"] });
  assert.equal(await host.call("fs.rename", ["open/note", "open/renamed"]), true);
  await assert.rejects(host.call("fs.rename", ["open/renamed", "closed/x"]), denied);
  await assert.rejects(host.call("fs.remove", ["closed/secret"]), denied);
  assert.equal(await host.call("fs.remove", ["open/renamed"]), true);
  assert.equal(await host.call("fs.exists", ["open/renamed"]), false);
});

Deno.test("env.get gives a named variable alone", async () => {
  const host = hostOf(".", { envNames: ["PATH", "LLMSPELL_SURELY_ABSENT"] });
  assert.equal(await host.call("env.get", ["PATH"]), Deno.env.get("PATH"));
  assert.equal(await host.call("env.get", ["LLMSPELL_SURELY_ABSENT"]), null);
  await assert.rejects(host.call("env.get", ["HOME"]), denied);
});

Deno.test("process.run runs a named program without a shell", async () => {
  const host = hostOf(".", { programs: ["echo", "cat"] });
  const done = await host.call("process.run", ["echo '$HOME;' x"]) as { stdout: Uint8Array };
  assert.equal(new TextDecoder().decode(done.stdout), "$HOME; x\n");
  const copied = await host.call("process.run", ["cat", "in"]) as { stdout: Uint8Array };
  assert.equal(new TextDecoder().decode(copied.stdout), "in");
  await assert.rejects(host.call("process.run", ["sh -c ls"]), denied);
});

Deno.test("process.run lets a shell read the command when any program is granted", async () => {
  const host = hostOf(".", { programs: "any" });
  const done = await host.call("process.run", ["echo a; exit 3"]) as { code: number };
  assert.equal(done.code, 3);
});

Deno.test("module.read finds modules below its roots and nothing else", async () => {
  await using folder = await openFolder();
  await Deno.mkdir(join(folder.path, "open", "a", "b"), { recursive: true });
  await Deno.writeTextFile(join(folder.path, "open", "a", "b", "init.lua"), "return 1");
  await Deno.writeTextFile(join(folder.path, "closed", "m.lua"), "return 2");
  const host = hostOf(folder.path, { moduleRoots: ["open"] });
  const found = await host.call("module.read", ["a.b"]) as { path: string; text: Uint8Array };
  assert.equal(found.path, join("open", "a/b/init.lua"));
  assert.equal(new TextDecoder().decode(found.text), "return 1");
  for (const name of ["folder.m", "..closed.m", "../closed/m", "none"]) {
    await assert.rejects(host.call("module.read", [name]), { code: "host.module" }, name);
  }
  await assert.rejects(host.call("module.read", ["m", "../closed/?.lua"]), { code: "host.module" });
  await assert.rejects(
    host.call("module.read", ["m", `${folder.path}/closed/?.lua`]),
    { code: "host.module" },
  );
});

Deno.test("splitCommand() keeps quoted words together", () => {
  assert.deepEqual(splitCommand(` a "b c"d 'e"f' `), ["a", "b cd", 'e"f']);
  assert.deepEqual(splitCommand(""), []);
});
