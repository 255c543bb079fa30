// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { closedPolicy, type HostPolicy } from "./policy.ts";
import { KernelError } from "../../errors.ts";
import { SharedStore } from "../../store/mod.ts";
import { hostFunctions } from "./mod.ts";
import { plainWords } from "./processes.ts";

const text = new TextDecoder();

class Folder implements AsyncDisposable {
  readonly path: string = Deno.makeTempDirSync();
  write(name: string, content: string): string {
    Deno.writeTextFileSync(join(this.path, name), content);
    return join(this.path, name);
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}

function host(
  policy: Partial<HostPolicy> = {},
  moduleFolders: readonly string[] = [],
): (name: string, ...args: readonly unknown[]) => Promise<unknown> {
  const env = (name: string) => ({ HOME: "/h" })[name];
  const call = hostFunctions({
    policy: { ...closedPolicy, ...policy },
    moduleFolders,
    state: new SharedStore(1_000),
    env,
    folder: Deno.cwd(),
  });
  return (name, ...args) => call(1, name, args);
}

function hasCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof KernelError && error.code === code;
}

Deno.test("hostFunctions() deny everything when the policy grants nothing", async () => {
  const call = host();
  await assert.rejects(call("fs.read", "/etc/passwd"), hasCode("host.denied"));
  await assert.rejects(call("fs.write", "/tmp/x", "y"), hasCode("host.denied"));
  await assert.rejects(call("env.get", "HOME"), hasCode("host.denied"));
  await assert.rejects(call("process.run", "id"), hasCode("host.denied"));
  await assert.rejects(call("fs.temporaryName"), hasCode("host.denied"));
  assert.equal(await call("process.available"), false);
});

Deno.test("hostFunctions() refuse names that are no host function", async () => {
  for (const name of ["fs.format", "constructor", "__proto__", ""]) {
    await assert.rejects(host()(name), hasCode("host.unknown"));
  }
});

Deno.test("hostFunctions() refuse arguments that are no text", async () => {
  await assert.rejects(host({ read: true })("fs.read", 5), TypeError);
  await assert.rejects(host({ run: true })("process.run"), TypeError);
});

Deno.test("fs.* reads, writes, renames and removes below granted paths", async () => {
  await using folder = new Folder();
  const call = host({ read: [folder.path], write: [folder.path] });
  const path = join(folder.path, "a.txt");
  await call("fs.write", path, "one");
  await call("fs.write", path, new TextEncoder().encode("two"), true);
  assert.equal(text.decode(await call("fs.read", path) as Uint8Array), "onetwo");
  assert.equal(await call("fs.exists", path), true);
  await call("fs.rename", path, join(folder.path, "b.txt"));
  assert.equal(await call("fs.exists", path), false);
  await call("fs.remove", join(folder.path, "b.txt"));
  assert.equal(await call("fs.exists", join(folder.path, "b.txt")), false);
});

Deno.test("fs.* denies what lies beside a granted path, by dots or by symbolic link", async () => {
  await using folder = new Folder();
  await using outside = new Folder();
  const secret = outside.write("secret", "x");
  Deno.symlinkSync(secret, join(folder.path, "link"));
  Deno.symlinkSync(join(outside.path, "new"), join(folder.path, "dangling"));
  Deno.symlinkSync(outside.path, join(folder.path, "folder"));
  const call = host({ read: [folder.path], write: [folder.path] });
  for (const name of ["link", "folder/secret", "../" + secret]) {
    await assert.rejects(call("fs.read", join(folder.path, name)), hasCode("host.denied"));
  }
  await assert.rejects(call("fs.read", folder.path + "x"), hasCode("host.denied"));
  for (const name of ["dangling", "folder/new", "link"]) {
    await assert.rejects(call("fs.write", join(folder.path, name), "y"), hasCode("host.denied"));
  }
  await assert.rejects(
    call("fs.rename", join(folder.path, "link"), join(folder.path, "mine")),
    hasCode("host.denied"),
  );
  assert.equal(Deno.readTextFileSync(secret), "x");
});

Deno.test("fs.read says why it failed when the file is not there", async () => {
  await assert.rejects(
    host({ read: true })("fs.read", "/no/such"),
    (error) =>
      hasCode("host.failed")(error) && /"\/no\/such": No such file/.test((error as Error).message),
  );
});

Deno.test("fs.stat and fs.list tell what is there, fs.makeFolder and fs.remove change it", async () => {
  await using folder = new Folder();
  const path = folder.write("one", "12345");
  Deno.symlinkSync("/etc/passwd", join(folder.path, "out"));
  Deno.symlinkSync(path, join(folder.path, "link"));
  const call = host({ read: [folder.path], write: [folder.path] });
  const { kind, size, mode } = await call("fs.stat", path) as Record<string, unknown>;
  assert.deepEqual([kind, size, (mode as number) & 0o170000], ["file", 5, 0o100000]);
  const made = join(folder.path, "made");
  await call("fs.makeFolder", made, 0o700);
  const entries = await call("fs.list", folder.path) as { name: string; kind: string }[];
  assert.deepEqual(
    entries.sort((a, b) => a.name < b.name ? -1 : 1),
    [{ name: "link", kind: "link" }, { name: "made", kind: "folder" }, {
      name: "one",
      kind: "file",
    }, {
      name: "out",
      kind: "link",
    }],
  );
  await assert.rejects(call("fs.makeFolder", made, 0o700), /: File exists$/);
  await assert.rejects(call("fs.remove", made, "file"), /: Is a directory$/);
  await assert.rejects(call("fs.remove", path, "folder"), /: Not a directory$/);
  await assert.rejects(call("fs.write", path, "", false, true), /: File exists$/);
  const out = join(folder.path, "out");
  await assert.rejects(call("fs.stat", out), hasCode("host.denied"));
  await assert.rejects(call("fs.lstat", out), hasCode("host.denied"));
  const link = join(folder.path, "link");
  assert.equal((await call("fs.lstat", link) as { kind: string }).kind, "link");
  assert.equal((await call("fs.stat", link) as { kind: string }).kind, "file");
  await call("fs.remove", made, "folder");
  await call("fs.utime", path, 1_000, 2_000);
  await call("fs.chmod", path, 0o600);
  const changed = await call("fs.stat", path) as Record<string, number>;
  assert.deepEqual([changed.modifiedMs, changed.mode! & 0o777], [2_000, 0o600]);
  await assert.rejects(call("fs.list", made), /: No such file or directory$/);
  await assert.rejects(call("fs.chmod", path, "rw"), TypeError);
});

Deno.test("fs.remove takes a symbolic link away, not what it leads to", async () => {
  await using folder = new Folder();
  const path = folder.write("one", "1");
  Deno.symlinkSync(path, join(folder.path, "link"));
  Deno.symlinkSync("/etc/hosts", join(folder.path, "out"));
  const call = host({ write: [folder.path] });
  await call("fs.remove", join(folder.path, "link"));
  await assert.rejects(call("fs.remove", join(folder.path, "out")), hasCode("host.denied"));
  const left = [...Deno.readDirSync(folder.path)].map(({ name }) => name);
  assert.deepEqual(left.sort(), ["one", "out"]);
});

Deno.test("fs.places tells where paths of the host begin", async () => {
  assert.deepEqual(await host({ read: true, write: ["out", "/srv"] })("fs.places"), {
    folder: Deno.cwd(),
    read: true,
    write: [join(Deno.cwd(), "out"), "/srv"],
  });
});

const templates = "?.lua;?/init.lua";

Deno.test("module.read finds modules beside the script, in folders and as init.lua", async () => {
  await using folder = new Folder();
  Deno.mkdirSync(join(folder.path, "deep/er"), { recursive: true });
  folder.write("one.lua", "return 1");
  folder.write("deep/two.lua", "return 2");
  folder.write("deep/er/init.lua", "return 3");
  const call = host({}, [folder.path]);
  const read = async (name: string, path = templates) =>
    (await call("module.read", name, path) as { text: string }).text;
  assert.equal(await read("one"), "return 1");
  assert.equal(await read("deep.two"), "return 2");
  assert.equal(await read("deep.er"), "return 3");
  assert.equal(await read("two", "deep/?.lua"), "return 2");
  for (const name of ["none", "deep", "one.lua", "$&", ""]) {
    await assert.rejects(read(name), hasCode("host.module_missing"), name);
  }
});

Deno.test("module.read finds Python's modules, packages and folders, and module.folders where it looks", async () => {
  await using folder = new Folder();
  Deno.mkdirSync(join(folder.path, "pkg"));
  Deno.mkdirSync(join(folder.path, "space"));
  folder.write("one.py", "x = 1");
  folder.write("pkg/__init__.py", "");
  folder.write("text.txt", "secret");
  const call = host({}, [folder.path]);
  const forms = (where: string): string => `${where}?/__init__.py;${where}?.py;${where}?/`;
  const read = (name: string, where = "") => call("module.read", name, forms(where));
  assert.deepEqual(await read("one"), { path: join(folder.path, "one.py"), text: "x = 1" });
  const init = { path: join(folder.path, "pkg/__init__.py"), text: "" };
  assert.deepEqual(await read("pkg"), init);
  assert.deepEqual(await read("pkg", `${folder.path}/`), init);
  assert.deepEqual(await read("space"), { path: join(folder.path, "space") });
  for (const name of ["none", "one.py", "text"]) {
    await assert.rejects(read(name), hasCode("host.module_missing"), name);
  }
  await assert.rejects(read("etc", "/"), hasCode("host.module_missing"));
  await assert.rejects(call("module.read", "text", "?.txt"), hasCode("host.module_missing"));
  assert.deepEqual(await call("module.folders"), [folder.path]);
});

Deno.test("module.read stays within the module folders, whatever name, template or link", async () => {
  await using folder = new Folder();
  await using outside = new Folder();
  const secret = outside.write("x.lua", "return 1");
  Deno.symlinkSync(secret, join(folder.path, "x.lua"));
  const call = host({}, [folder.path]);
  const cases = [["x", templates], [secret, "?"], ["x", `${outside.path}/?.lua`], [
    "../x",
    "?.lua",
  ]];
  for (const [name, path] of cases) {
    await assert.rejects(call("module.read", name, path), hasCode("host.module_missing"));
  }
  const granted = host({ read: [outside.path] }, [folder.path]);
  assert.ok(await granted("module.read", "x", `${outside.path}/?.lua`));
});

Deno.test("env.get gives granted variables alone", async () => {
  const call = host({ env: ["HOME", "MISSING"] });
  assert.equal(await call("env.get", "HOME"), "/h");
  assert.equal(await call("env.get", "MISSING"), undefined);
  await assert.rejects(call("env.get", "PATH"), hasCode("host.denied"));
});

Deno.test("process.run starts granted programs alone, without a shell", async () => {
  const call = host({ run: ["echo", "cat"] });
  const run = async (command: string, input?: string) => {
    const result = await call("process.run", command, input) as { stdout: Uint8Array };
    return text.decode(result.stdout);
  };
  assert.equal(await run("echo one 'two  three' \"four\""), "one two  three four\n");
  assert.equal(await run("cat", "from the script"), "from the script");
  for (
    const command of ["/bin/echo", "id", "echo x; id", "echo $(id)", "echo `id`", "echo x | id"]
  ) {
    await assert.rejects(run(command), hasCode("host.denied"), command);
    assert.equal(await call("process.available", command), false);
  }
  assert.equal(await call("process.available", "echo"), true);
});

Deno.test("process.run gives commands to the shell when everything is granted", async () => {
  const call = host({ run: true });
  const result = await call("process.run", "echo out; echo err >&2; exit 3") as {
    code: number;
    stdout: Uint8Array;
    stderr: Uint8Array;
  };
  assert.deepEqual([result.code, text.decode(result.stdout)], [3, "out\n"]);
  assert.equal(text.decode(result.stderr), "err\n");
  assert.equal(await call("process.available"), true);
});

Deno.test("plainWords() gives back words that were quoted, and refuses what needs a shell", () => {
  const word = fc.string().filter((part) => !part.includes("'"));
  fc.assert(fc.property(fc.array(word), (words) => {
    assert.deepEqual(plainWords(words.map((part) => `'${part}'`).join(" ")), words);
  }));
  for (const command of ["a;b", "a&", "$x", "*", "~", '"$x"', "'a'b", "(a)", "a>b", "'"]) {
    assert.equal(plainWords(command), undefined, command);
  }
});
