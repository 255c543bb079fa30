// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { KernelError } from "../lib/errors.ts";
import { sha256 } from "./assets.ts";
import { unpack, type UnpackOptions } from "./unpack.ts";

const content = crypto.getRandomValues(new Uint8Array(50_000));

class Folder implements AsyncDisposable {
  readonly path: string = Deno.makeTempDirSync();
  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}

function options(candidates: readonly string[]): UnpackOptions & { readonly reads: () => number } {
  let reads = 0;
  return {
    name: "thing",
    sha256: sha256(content),
    size: content.length,
    candidates,
    read: () => {
      reads++;
      return Promise.resolve(content);
    },
    reads: () => reads,
  };
}

Deno.test("unpack() writes the file once and finds it the second time", async () => {
  await using folder = new Folder();
  const wanted = options([join(folder.path, "cache")]);
  const path = await unpack(wanted);
  assert.deepEqual(await Deno.readFile(path), content);
  assert.equal(await unpack(wanted), path);
  assert.equal(wanted.reads(), 1);
});

Deno.test("unpack() replaces a file whose content is another one", async () => {
  await using folder = new Folder();
  const wanted = options([folder.path]);
  const path = await unpack(wanted);
  await Deno.chmod(path, 0o700);
  await Deno.writeFile(path, new Uint8Array(content.length));
  assert.equal(await unpack(wanted), path);
  assert.deepEqual(await Deno.readFile(path), content);
});

Deno.test("unpack() replaces a symbolic link by the file", async () => {
  await using folder = new Folder();
  const wanted = options([folder.path]);
  const path = await unpack(wanted);
  const elsewhere = join(folder.path, "elsewhere");
  await Deno.rename(path, elsewhere);
  await Deno.symlink(elsewhere, path);
  await unpack(wanted);
  assert.ok((await Deno.lstat(path)).isFile);
});

Deno.test("unpack() gives the same intact file to many that unpack at once, and leaves no drafts", async () => {
  await using folder = new Folder();
  const paths = await Promise.all(
    Array.from({ length: 20 }, () => unpack(options([folder.path]))),
  );
  assert.equal(new Set(paths).size, 1);
  assert.deepEqual(await Deno.readFile(paths[0]!), content);
  const left = await Array.fromAsync(Deno.readDir(join(paths[0]!, "..")), ({ name }) => name);
  assert.deepEqual(left, ["thing"]);
});

Deno.test("unpack() gives the same intact file to two processes that unpack at once", async () => {
  await using folder = new Folder();
  const source = join(folder.path, "source");
  await Deno.writeFile(source, content);
  const program = `
    import { unpack } from ${JSON.stringify(new URL("./unpack.ts", import.meta.url).href)};
    const [source, cache, sha256, size] = Deno.args;
    const path = await unpack({ name: "thing", sha256, size: Number(size), candidates: [cache],
      read: () => Deno.readFile(source) });
    Deno.stdout.writeSync(new TextEncoder().encode(path));`;
  const script = join(folder.path, "program.ts");
  await Deno.writeTextFile(script, program);
  const args = [source, join(folder.path, "cache"), sha256(content), String(content.length)];
  const start = () =>
    new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "--config", configPath(), script, ...args],
    }).output();
  const outputs = await Promise.all([start(), start()]);
  const paths = outputs.map(({ stdout }) => new TextDecoder().decode(stdout));
  assert.deepEqual(outputs.map(({ success }) => success), [true, true]);
  assert.equal(paths[0], paths[1]);
  assert.deepEqual(await Deno.readFile(paths[0]!), content);
});

function configPath(): string {
  return new URL("../deno.json", import.meta.url).pathname;
}

Deno.test("unpack() takes the next folder when the first cannot be used", async () => {
  await using folder = new Folder();
  const file = join(folder.path, "file");
  await Deno.writeTextFile(file, "");
  const path = await unpack(options([join(file, "below"), join(folder.path, "second")]));
  assert.ok(path.startsWith(join(folder.path, "second")));
});

Deno.test("unpack() refuses a folder that anyone may write to", async () => {
  await using folder = new Folder();
  await Deno.chmod(folder.path, 0o777);
  await assert.rejects(
    unpack(options([folder.path])),
    (error) => error instanceof KernelError && error.code === "cache.unusable",
  );
});
