// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { rotatedFiles } from "./rotated_files.ts";
import { RotatingFile, type RotatingFileOptions } from "./rotating_file.ts";

/** A rotating file in a folder of its own. */
interface Subject extends AsyncDisposable {
  readonly folder: string;
  readonly path: string;
  readonly problems: string[];
  /** Opens the file anew; all are closed in the end. */
  open(options?: Partial<RotatingFileOptions>): RotatingFile;
  /** Names and contents of all files in the folder, by name. */
  files(): Record<string, string>;
}

async function subject(): Promise<Subject> {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "x.log");
  const problems: string[] = [];
  const stack = new AsyncDisposableStack();
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  return {
    folder,
    path,
    problems,
    open: (options = {}) =>
      stack.use(
        new RotatingFile({
          path,
          rotateBytes: 10,
          rotateSeconds: 0,
          rotateCount: 5,
          rotateTotalBytes: 0,
          compress: false,
          now: Date.now,
          failed: (error) => problems.push(String(error)),
          ...options,
        }),
      ),
    files: () =>
      Object.fromEntries(
        [...Deno.readDirSync(folder)].map(({ name }) => [name, text(join(folder, name))] as const)
          .sort(([a], [b]) => a < b ? -1 : 1),
      ),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function text(path: string): string {
  const bytes = Deno.readFileSync(path);
  return new TextDecoder().decode(path.endsWith(".gz") ? gunzipSync(bytes) : bytes);
}

Deno.test("write() makes the folder and the file with mode 0640, and the line is there when it returns", async () => {
  await using there = await subject();
  const path = join(there.folder, "logs", "y.log");
  const before = Deno.umask(0o022);
  try {
    there.open({ path }).write("one\n");
  } finally {
    Deno.umask(before);
  }
  assert.equal(text(path), "one\n");
  assert.equal(Deno.statSync(path).mode! & 0o777, 0o640);
});

Deno.test("write() begins a new file when the line would make it too large, and keeps the count", async () => {
  await using there = await subject();
  const file = there.open({ rotateCount: 2 });
  for (const line of ["a23456\n", "b23\n", "c23456\n", "d23456\n", "e23456\n"]) file.write(line);
  await file.settled();
  assert.deepEqual(there.files(), {
    "x.log": "e23456\n",
    "x.log.1": "d23456\n",
    "x.log.2": "c23456\n",
  });
});

Deno.test("write() fills a file up to its last byte, and a line of any size has a place", async () => {
  await using there = await subject();
  const file = there.open();
  for (const line of ["1234\n", "5678\n", "longer than the file may be\n"]) file.write(line);
  assert.deepEqual(there.files(), {
    "x.log": "longer than the file may be\n",
    "x.log.1": "1234\n5678\n",
  });
});

Deno.test("write() begins a new file when the old one has its age", async () => {
  await using there = await subject();
  let now = Date.now();
  const file = there.open({ rotateBytes: 0, rotateSeconds: 60, now: () => now });
  file.write("a\n");
  now += 59_000;
  file.write("b\n");
  now += 2_000;
  file.write("c\n");
  assert.deepEqual(there.files(), { "x.log": "c\n", "x.log.1": "a\nb\n" });
});

Deno.test("write() reckons the age of a file from its beginning, whoever began it", async () => {
  await using there = await subject();
  await Deno.writeTextFile(there.path, "a\n");
  there.open({ rotateSeconds: 60, now: () => Date.now() + 61_000 }).write("b\n");
  assert.deepEqual(there.files(), { "x.log": "b\n", "x.log.1": "a\n" });
});

Deno.test("write() keeps only so many bytes of rotated files", async () => {
  await using there = await subject();
  const file = there.open({ rotateTotalBytes: 20 });
  for (const name of "abcde") file.write(`${name}234567\n`);
  await file.settled();
  assert.deepEqual(Object.keys(there.files()), ["x.log", "x.log.1", "x.log.2"]);
});

Deno.test("write() has older files compressed, with their times and mode", async () => {
  await using there = await subject();
  const file = there.open({ compress: true, rotateCount: 3 });
  file.write("a234567\n");
  const old = new Date(Date.now() - 86_400_000);
  await Deno.utime(there.path, old, old);
  await Deno.chmod(there.path, 0o600);
  for (const name of "bc") file.write(`${name}234567\n`);
  await file.settled();
  assert.deepEqual(there.files(), {
    "x.log": "c234567\n",
    "x.log.1": "b234567\n",
    "x.log.2.gz": "a234567\n",
  });
  const { mtime, mode } = await Deno.stat(join(there.folder, "x.log.2.gz"));
  assert.equal(mtime?.getTime(), old.getTime());
  assert.equal(mode! & 0o777, 0o600);
  for (const name of "defg") file.write(`${name}234567\n`);
  await file.settled();
  assert.deepEqual(Object.keys(there.files()), ["x.log", "x.log.1", "x.log.2.gz", "x.log.3.gz"]);
  assert.deepEqual(there.problems, []);
});

Deno.test("write() has the first line end what a killed process left undone", async () => {
  await using there = await subject();
  for (
    const name of ["x.log.2", ".x.log.999999999.gz.tmp", ".x.log.7.old.tmp", ".y.log.7.old.tmp"]
  ) {
    await Deno.writeTextFile(join(there.folder, name), name);
  }
  const file = there.open({ compress: true });
  file.write("a\n");
  await file.settled();
  assert.deepEqual(there.files(), {
    ".y.log.7.old.tmp": ".y.log.7.old.tmp",
    "x.log": "a\n",
    "x.log.2.gz": "x.log.2",
  });
});

Deno.test("write() follows when the file is renamed or deleted by others", async () => {
  await using there = await subject();
  const file = there.open({ rotateBytes: 0 });
  file.write("a\n");
  await Deno.rename(there.path, `${there.path}-old`);
  file.write("b\n");
  await Deno.remove(there.path);
  file.write("c\n");
  assert.deepEqual(there.files(), { "x.log": "c\n", "x.log-old": "a\n" });
});

Deno.test("write() of two in one process never meets the other's rotation", async () => {
  await using there = await subject();
  const [first, second] = [there.open(), there.open()];
  for (let at = 0; at < 3; at++) {
    first.write(`f${at}34\n`);
    second.write(`s${at}34\n`);
  }
  assert.deepEqual(there.files(), {
    "x.log": "f234\ns234\n",
    "x.log.1": "f134\ns134\n",
    "x.log.2": "f034\ns034\n",
  });
});

Deno.test("write() begins a new line behind one that was torn", async () => {
  await using there = await subject();
  await Deno.writeTextFile(there.path, "whole\nto");
  const file = there.open({ rotateBytes: 0 });
  for (const line of ["a\n", "b\n"]) file.write(line);
  assert.equal(text(there.path), "whole\nto\na\nb\n");
});

Deno.test("write() goes to what is no regular file, and never renames it", async () => {
  await using there = await subject();
  const file = there.open({ path: "/dev/null" });
  for (let at = 0; at < 3; at++) file.write("a line that is longer\n");
  assert.deepEqual(there.files(), {});
});

Deno.test("write() rotates beside the file that a link leads to", async () => {
  await using there = await subject();
  await Deno.mkdir(join(there.folder, "real"));
  await Deno.symlink(join(there.folder, "real", "y.log"), there.path);
  const file = there.open();
  for (const name of "ab") file.write(`${name}234567\n`);
  const real = join(there.folder, "real", "y.log");
  assert.deepEqual([text(real), text(`${real}.1`)], ["b234567\n", "a234567\n"]);
  assert.ok(Deno.lstatSync(there.path).isSymlink);
});

Deno.test("write() throws while it cannot write, and goes on when it can", async () => {
  await using there = await subject();
  const file = there.open();
  await Deno.mkdir(there.path);
  assert.throws(() => file.write("a\n"), Error);
  await Deno.remove(there.path);
  file.write("b\n");
  assert.deepEqual(there.files(), { "x.log": "b\n" });
});

Deno.test("write() fills the gap that a rotation cut short left, and overwrites nothing", async () => {
  await using there = await subject();
  for (const [name, line] of [["x.log", "now4567\n"], ["x.log.1", "1\n"], ["x.log.3", "3\n"]]) {
    await Deno.writeTextFile(join(there.folder, name!), line!);
  }
  there.open().write("new4567\n");
  assert.deepEqual(there.files(), {
    "x.log": "new4567\n",
    "x.log.1": "now4567\n",
    "x.log.2": "1\n",
    "x.log.3": "3\n",
  });
});

Deno.test("configure() puts other bounds in force with the next line", async () => {
  await using there = await subject();
  const file = there.open({ rotateBytes: 0 });
  for (const name of "ab") file.write(`${name}234567\n`);
  file.configure({ rotateBytes: 10 });
  file.write("c234567\n");
  assert.deepEqual(there.files(), { "x.log": "c234567\n", "x.log.1": "a234567\nb234567\n" });
});

Deno.test("write() leaves no line half-written when there is no more space, and goes on when there is", async () => {
  await using there = await subject();
  const limit = 20 * 1024 ** 2;
  const room = 2500;
  const file = await Deno.open(there.path, { create: true, write: true });
  await file.truncate(limit - room - 1);
  await file.seek(0, Deno.SeekMode.End);
  await file.write(new TextEncoder().encode("\n"));
  file.close();
  const program = `
    import { RotatingFile } from ${JSON.stringify(new URL("rotating_file.ts", import.meta.url))};
    const file = new RotatingFile({ path: Deno.args[0], rotateBytes: 0, rotateSeconds: 0, rotateCount: 1,
      rotateTotalBytes: 0, compress: false, now: Date.now });
    const line = "x".repeat(999) + "\\n";
    const outcomes = [1, 2, 3].map(() => {
      try { file.write(line); return Deno.statSync(Deno.args[0]).size; } catch (error) { return error.message; }
    });
    Deno.truncateSync(Deno.args[0], 0);
    file.write("after\\n");
    Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(outcomes)));`;
  // The third line has no room whole: the system takes the first half of it, then none.
  const { stdout, stderr } = await new Deno.Command("bash", {
    args: [
      "-c",
      `trap "" XFSZ; ulimit -f ${limit / 1024}; exec "$@"`,
      "bash",
      Deno.execPath(),
      "eval",
      "--ext=ts",
      program,
      there.path,
    ],
  }).output();
  const decoder = new TextDecoder();
  const start = limit - room;
  assert.equal(
    decoder.decode(stdout),
    JSON.stringify([start + 1000, start + 2000, "File too large (os error 27)"]),
    decoder.decode(stderr),
  );
  assert.deepEqual(there.files(), { "x.log": "after\n" });
});

Deno.test("rotatedFiles() lists the latest first and nothing else that is in the folder", async () => {
  await using there = await subject();
  const names = ["x.log", "x.log.10.gz", "x.log.2", "x.log.2.gz", "x.log.01", "x.log.a", "y.log.1"];
  for (const name of names) await Deno.writeTextFile(join(there.folder, name), "");
  await Deno.mkdir(`${there.path}.3`);
  assert.deepEqual(rotatedFiles(there.path).map(({ path }) => basename(path)), [
    "x.log.2",
    "x.log.2.gz",
    "x.log.10.gz",
  ]);
  assert.deepEqual(rotatedFiles(join(there.folder, "none", "x.log")), []);
});
