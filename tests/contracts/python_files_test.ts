// SPDX-License-Identifier: Apache-2.0 OR MIT
// Files of the host and files of the session's own, as a Python script sees them.

import assert from "node:assert/strict";
import { join } from "node:path";
import { closedPolicy, hostFunctions, type HostPolicy } from "../../lib/api/host/mod.ts";
import { createPythonEngine } from "../../lib/engines/python/mod.ts";
import { SharedStore } from "../../lib/store/mod.ts";
import { EngineBench } from "./engine_bench.ts";

/** One for all tests: the interpreter is compiled once. */
const pythonEngine = createPythonEngine();

/** A folder of the host with a session in it. */
class Ground implements AsyncDisposable {
  readonly path: string;
  readonly bench: EngineBench;

  private constructor(path: string, bench: EngineBench) {
    this.path = path;
    this.bench = bench;
  }

  static async open(policy: Partial<HostPolicy>): Promise<Ground> {
    const path = Deno.realPathSync(Deno.makeTempDirSync());
    for (const folder of ["data", "out"]) Deno.mkdirSync(join(path, folder));
    Deno.writeTextFileSync(join(path, "data/in.txt"), "héllo\r\nworld\n");
    Deno.writeTextFileSync(join(path, "secret.txt"), "secret");
    const call = hostFunctions({
      policy: { ...closedPolicy, ...policy },
      folder: path,
      moduleFolders: [path],
      state: new SharedStore(1_000),
      env: () => undefined,
    });
    return new Ground(path, await EngineBench.start(pythonEngine, { call }));
  }

  read(name: string): string {
    return Deno.readTextFileSync(join(this.path, name));
  }

  /** Runs each piece of code and compares the text of its result. */
  async expect(cases: Readonly<Record<string, string | RegExp>>): Promise<void> {
    for (const [code, expected] of Object.entries(cases)) {
      const text = await this.bench.text(code) ?? "None";
      if (typeof expected === "string") assert.equal(text, expected, code);
      else assert.match(text, expected, code);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.bench[Symbol.asyncDispose]();
    await Deno.remove(this.path, { recursive: true });
  }
}

const granted = { read: ["data", "out"], write: ["out"] };

Deno.test("python open() reads files of the host as text, lines and bytes", async () => {
  await using ground = await Ground.open(granted);
  await ground.expect({
    "open('data/in.txt').read()": "'héllo\\nworld\\n'",
    "open('data/in.txt', newline='').read()": "'héllo\\r\\nworld\\n'",
    "open('data/in.txt', encoding='latin-1').readline()": "'hÃ©llo\\n'",
    "open('data/in.txt', 'rb').read(4)": "b'h\\xc3\\xa9l'",
    "[line for line in open(b'data/in.txt')]": "['héllo\\n', 'world\\n']",
    [`open('${ground.path}/data/in.txt').name`]: `'${ground.path}/data/in.txt'`,
    "import io, pathlib; io.open is open, pathlib.Path('data/in.txt').read_text()":
      "(True, 'héllo\\nworld\\n')",
    "f = open('data/in.txt', 'rb'); f.seek(-6, 2); f.read(), f.tell(), f.mode":
      "(b'world\\n', 14, 'rb')",
    "open('data/in.txt').mode, open('data/in.txt').writable()": "('r', False)",
    "open('data/in.txt').write('x')": "UnsupportedOperation: not writable",
    "import fileinput; len(list(fileinput.input('data/in.txt')))": "2",
  });
});

Deno.test("python open() writes, appends and changes files of the host", async () => {
  await using ground = await Ground.open(granted);
  await ground.expect({
    "with open('out/a', 'w') as f: f.write('one\\n'); f.flush(); f.write('two\\n')": "None",
    "with open('out/a', 'a') as f: f.write('three\\n')": "None",
    "with open('out/a', 'r+') as f: f.read(1); f.seek(0); f.write('O')": "None",
    "with open('out/b', 'xb') as f: f.write(b'\\0\\xff'); f.truncate(1)": "None",
    "open('out/b', 'rb').read()": "b'\\x00'",
    "open('out/b', 'x')": /^FileExistsError: .*File exists: 'out\/b'$/,
    "f = open('out/c', 'w'); f.write('kept'); del f; open('out/c').read()": "'kept'",
    "with open('out/c', 'a+') as f: f.write('!'); f.seek(0); x = f.read()\nx": "'kept!'",
    "open('out/c', 'w').read()": "UnsupportedOperation: not readable",
    "print('row', file=open('out/d', 'w', newline='\\r\\n')); open('out/d', 'rb').read()":
      "b'row\\r\\n'",
  });
  assert.equal(ground.read("out/a"), "One\ntwo\nthree\n");
  assert.equal(ground.read("out/c"), "");
});

Deno.test("python raises PermissionError where the policy denies, FileNotFoundError where nothing is", async () => {
  await using ground = await Ground.open(granted);
  const denied = (action: string, path: string) =>
    new RegExp(
      `^PermissionError: \\[Errno \\d+\\] Cannot ${action} ".*": the policy does not allow it: '${path}'$`,
    );
  await ground.expect({
    "open('secret.txt')": denied("read", "secret.txt"),
    "open('data/../secret.txt')": denied("read", "data/../secret.txt"),
    "open('data/in.txt', 'w')": denied("write", "data/in.txt"),
    "open('/etc/passwd')": denied("read", "/etc/passwd"),
    "import os; os.listdir('/etc')": denied("read", "/etc"),
    "os.remove('data/in.txt')": denied("write", "data/in.txt"),
    "os.rename('out', 'secret.txt')": denied("write", "out"),
    "open('data/no.txt')": /^FileNotFoundError: .*No such file or directory: 'data\/no.txt'$/,
    "open('data')": /^IsADirectoryError: .*: 'data'$/,
    "open('data/in.txt/x')": /^NotADirectoryError: /,
    "import errno\ntry: open('secret.txt')\nexcept OSError as e: x = e.errno == errno.EACCES\nx":
      "True",
    "os.path.exists('secret.txt'), os.path.exists('data/in.txt')": "(False, True)",
    "open('da\\0ta')": /^ValueError: embedded null/,
  });
  assert.equal(ground.read("secret.txt"), "secret");
});

Deno.test("python os, pathlib, shutil and glob work on folders of the host", async () => {
  await using ground = await Ground.open(granted);
  Deno.symlinkSync(join(ground.path, "data"), join(ground.path, "out/link"));
  await ground.expect({
    "import os, glob, shutil; from pathlib import Path; os.getcwd()": `'${ground.path}'`,
    "os.path.abspath('data'), Path('data').resolve() == Path.cwd() / 'data'":
      `('${ground.path}/data', True)`,
    "os.makedirs('out/a/b'); os.makedirs('out/a/b', exist_ok=True); os.listdir('out/a')": "['b']",
    "Path('out/a/f.py').write_text('x'); Path('out/a/b/g.py').write_bytes(b'yz')": "2",
    "sorted(map(str, Path('out').rglob('*.py'))), glob.glob('out/*/f.py')":
      "(['out/a/b/g.py', 'out/a/f.py'], ['out/a/f.py'])",
    "[(a, sorted(b), c) for a, b, c in os.walk('out')][:2]":
      "[('out', ['a', 'link'], []), ('out/a', ['b'], ['f.py'])]",
    "s = os.stat('out/a/b/g.py'); s.st_size, s.st_mtime > 1e9, s.st_mtime_ns > 1e18":
      "(2, True, True)",
    "os.path.isdir('out/a'), os.path.isfile('out/a'), os.path.islink('out/link')":
      "(True, False, True)",
    "[(e.name, e.is_dir(), e.is_symlink()) for e in sorted(os.scandir('out'), key=lambda e: e.name)]":
      "[('a', True, False), ('link', True, True)]",
    "os.scandir(b'out/a/b').__enter__().__next__().path": "b'out/a/b/g.py'",
    "shutil.copy('data/in.txt', 'out/copy'); os.replace('out/copy', 'out/moved'); os.utime('out/moved', (1, 2))":
      "None",
    "os.stat('out/moved').st_mtime, os.access('out/moved', os.W_OK), os.access('data', os.W_OK)":
      "(2.0, True, False)",
    "os.rmdir('out/moved')": /^NotADirectoryError/,
    "os.remove('out/a')": /^IsADirectoryError/,
    "os.rmdir('out/a')": /^OSError: .*Directory not empty: 'out\/a'$/,
    "shutil.rmtree('out/a'); sorted(os.listdir('out'))": "['link', 'moved']",
    "os.unlink('out/link')": /^PermissionError/,
    "os.chdir('data'); os.getcwd()[-5:], os.listdir(), open('in.txt').readline()":
      "('/data', ['in.txt'], 'héllo\\n')",
    "os.chdir('..'); os.chdir('data/in.txt')": /^NotADirectoryError/,
    "os.read(os.open('data/in.txt', os.O_RDONLY), 2)": "b'h\\xc3'",
    "os.open('out/x', os.O_WRONLY | os.O_CREAT)": /^OSError: .*use open\(\)/,
  });
  assert.equal(ground.read("data/in.txt"), "héllo\r\nworld\n");
});

Deno.test("python session has files of its own, whatever it may do with those of the host", async () => {
  for (const policy of [closedPolicy, granted, { read: true, write: true }]) {
    await using ground = await Ground.open(policy);
    const name = crypto.randomUUID();
    await ground.expect({
      "import os, tempfile; sorted(os.listdir('/'))": "['dev', 'home', 'lib', 'proc', 'tmp']",
      "os.path.isfile('/lib/python314.zip'), os.path.exists('/proc/1/environ')": "(True, False)",
      "os.chdir('/home'); open('/dev/null').read()": "''",
    });
    if (policy.write === true) continue;
    await ground.expect({
      [`open('${name}', 'w').write('mine'); '${name}' in os.listdir('/home')`]: "True",
      "with tempfile.TemporaryFile('w+') as f: f.write('x'); f.seek(0); x = f.read()\nx": "'x'",
      [`os.chdir('/tmp'); os.rename('/home/${name}', '${name}'); open('/tmp/${name}').read()`]:
        "'mine'",
      "os.rename('/tmp', 'data')": /Error/,
    });
    assert.equal(await Deno.stat(`/tmp/${name}`).catch(() => "absent"), "absent");
  }
});

Deno.test("python may do with files of the host what a policy without bounds allows", async () => {
  await using ground = await Ground.open({ read: true, write: true });
  await using other = await Ground.open({});
  const path = `${other.path}/out/new`;
  await ground.expect({
    [`open('${path}', 'w').write('far'); open('${path}').read()`]: "'far'",
    "len(open('/etc/passwd').read()) > 0": "True",
    "open('secret.txt').read()": "'secret'",
  });
  assert.equal(other.read("out/new"), "far");
});
