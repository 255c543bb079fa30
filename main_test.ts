// SPDX-License-Identifier: Apache-2.0 OR MIT
// The program as a process of its own: exit codes, streams, signals.

import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("./main.ts", import.meta.url));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

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

function start(
  words: readonly string[],
  options: Omit<Deno.CommandOptions, "args"> = {},
): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", "--no-check", main, ...words],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    ...options,
    env: { NO_COLOR: "1", ...options.env },
  }).spawn();
}

async function ended(child: Deno.ChildProcess): Promise<Ended> {
  const { code, stdout, stderr } = await child.output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

function run(...words: string[]): Promise<Ended> {
  return ended(start(words));
}

async function runWithInput(input: string, ...words: string[]): Promise<Ended> {
  const child = start(words, { stdin: "piped" });
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close();
  return await ended(child);
}

Deno.test("llmspell --version prints name and version", async () => {
  const { code, stdout, stderr } = await run("--version");
  assert.deepEqual([code, stderr], [0, ""]);
  assert.match(stdout, /^llmspell \d+\.\d+\.\d+\n$/);
});

Deno.test("llmspell --help, help and COMMAND --help print to standard output and succeed", async () => {
  for (const words of [["--help"], ["help"], ["run", "--help"], ["help", "kernel", "start"]]) {
    const { code, stdout, stderr } = await run(...words);
    assert.deepEqual([code, stderr], [0, ""], words.join(" "));
    assert.match(stdout, /^Usage: llmspell /m);
  }
});

Deno.test("llmspell exits with 2 and a suggestion when the command line is wrong", async () => {
  const cases: [string[], RegExp][] = [
    [[], /Usage: llmspell/],
    [["rnu"], /"rnu" is none\n +hint: did you mean "run"\?/],
    [["kernel"], /"kernel": it needs a further word/],
    [["kernel", "strat"], /did you mean "kernel start"\?/],
    [["run", "--alow-read", "x.lua"], /did you mean "--allow-read"\?/],
    [["run"], /SCRIPT is missing/],
    [["exec", "--memory-limit", "lots", "1"], /"lots" is not a whole number/],
    [["kernel", "install", "--user", "--prefix", "/x"], /more than one is named/],
  ];
  for (const [words, expected] of cases) {
    const { code, stdout, stderr } = await run(...words);
    assert.deepEqual([code, stdout], [2, ""], words.join(" "));
    assert.match(stderr, expected);
  }
});

Deno.test("llmspell exec prints output and value, and fails with a traceback", async () => {
  assert.deepEqual(await run("exec", "print(1) return 6 * 7"), {
    code: 0,
    stdout: "1\n42\n",
    stderr: "",
  });
  const failed = await run("exec", "error('boom')");
  assert.deepEqual([failed.code, failed.stdout], [1, ""]);
  assert.match(failed.stderr, /boom/);
});

Deno.test("llmspell run gives the script its arguments and ends with its exit code", async () => {
  await using folder = new Folder();
  const script = folder.write(
    "args.lua",
    "#!/usr/bin/env -S llmspell run\nprint(arg[0], #ARGS, arg[1], ARGS[2])\nos.exit(7)",
  );
  const { code, stdout, stderr } = await run("run", script, "--", "one", "--two");
  assert.deepEqual([code, stdout, stderr], [7, `${script}\t2\tone\t--two\n`, ""]);
});

Deno.test("llmspell run names script and line when the script fails", async () => {
  await using folder = new Folder();
  const script = folder.write("bad.lua", "print('first')\nerror('boom')\n");
  const { code, stdout, stderr } = await run("run", script);
  assert.deepEqual([code, stdout], [1, "first\n"]);
  assert.ok(stderr.includes(`${script}:2: boom`), stderr);
});

Deno.test("llmspell run says in one line that there is no such script", async () => {
  const { code, stderr } = await run("run", "no_such.lua");
  assert.equal(code, 1);
  assert.match(
    stderr,
    /^llmspell: Cannot run "no_such.lua": there is no such file\n {2}hint: .*\n$/,
  );
});

Deno.test("llmspell run loads modules beside the script, and reads no other file", async () => {
  await using folder = new Folder();
  folder.write("beside.lua", "return { name = 'beside' }");
  const script = folder.write(
    "main.lua",
    "print(require('beside').name)\nprint(io.open('/etc/hostname') == nil)",
  );
  const { code, stdout, stderr } = await run("run", script);
  assert.deepEqual([code, stdout, stderr], [0, "beside\ntrue\n", ""]);
});

Deno.test("llmspell run reads the script's input from standard input until it ends", async () => {
  await using folder = new Folder();
  const script = folder.write(
    "read.lua",
    "print(io.read('l', 'n'))\nprint((io.read('a'):gsub('\\n', '|')))\nprint(io.read('a') == '', io.read())",
  );
  const { code, stdout, stderr } = await runWithInput("one\n2\nthree\nfour", "run", script);
  assert.deepEqual([code, stdout, stderr], [0, "one\t2\n|three|four\ntrue\tnil\n", ""]);
});

Deno.test("llmspell run - reads the script itself from standard input", async () => {
  const { code, stdout, stderr } = await runWithInput("print(6 * 7)", "run", "-");
  assert.deepEqual([code, stdout, stderr], [0, "42\n", ""]);
});

Deno.test("llmspell run is interrupted by SIGINT with exit code 130", async () => {
  const child = start(["exec", "print('ready') while true do end"]);
  const reader = child.stdout.getReader();
  assert.equal(new TextDecoder().decode((await reader.read()).value), "ready\n");
  reader.releaseLock();
  child.kill("SIGINT");
  const { code, stderr } = await ended(child);
  assert.equal(code, 130);
  assert.match(stderr, /interrupted/i);
});

Deno.test("llmspell exec ends quietly when the reader of its output goes away", async () => {
  const child = start(["exec", "while true do print(('x'):rep(1000)) end"]);
  const reader = child.stdout.getReader();
  await reader.read();
  await reader.cancel();
  const [{ code }, stderr] = await Promise.all([
    child.status,
    new Response(child.stderr).text(),
  ]);
  assert.deepEqual([code, stderr], [141, ""]);
});

Deno.test("llmspell kernel start makes its connection file with mode 0600 and removes it at SIGTERM", async () => {
  await using folder = new Folder();
  const file = join(folder.path, "kernel.json");
  const env = { LLMSPELL_HOME: join(folder.path, "home") };
  const child = start(["kernel", "start", "-f", file], { env });
  const reader = child.stdout.getReader();
  assert.match(new TextDecoder().decode((await reader.read()).value), /^Kernel is ready/);
  reader.releaseLock();
  assert.equal(((await Deno.stat(file)).mode ?? 0) & 0o777, 0o600);
  const connection = JSON.parse(await Deno.readTextFile(file));
  assert.match(connection.key, /^[0-9a-f]{64}$/);
  assert.equal(connection.kernel_name, "llmspell");
  child.kill("SIGTERM");
  const { code, stderr } = await ended(child);
  assert.deepEqual([code, stderr], [0, ""]);
  await assert.rejects(Deno.stat(file), Deno.errors.NotFound);
});

Deno.test("llmspell kernel start says which file is wrong and leaves it alone", async () => {
  await using folder = new Folder();
  const file = folder.write("kernel.json", '{"ip":5}');
  const { code, stderr } = await run("kernel", "start", "--connection-file", file);
  assert.equal(code, 1);
  assert.match(stderr, /^llmspell: Cannot read connection file ".*kernel.json": /);
  assert.equal(await Deno.readTextFile(file), '{"ip":5}');
});

Deno.test("llmspell kernel start ends when the front end that started it has ended", async () => {
  await using folder = new Folder();
  const parent = new Deno.Command("cat", { stdin: "piped", stdout: "null" }).spawn();
  const child = start(["kernel", "start", "-f", join(folder.path, "kernel.json")], {
    env: { LLMSPELL_HOME: join(folder.path, "home"), JPY_PARENT_PID: String(parent.pid) },
  });
  const reader = child.stdout.getReader();
  await reader.read();
  reader.releaseLock();
  await parent.stdin.close();
  await parent.status;
  const { code, stderr } = await ended(child);
  assert.deepEqual([code, stderr], [0, ""]);
});

Deno.test("llmspell kernel install and uninstall write and remove a kernelspec", async () => {
  await using folder = new Folder();
  const installed = await run(
    ...["kernel", "install", "--prefix", folder.path, "--name", "Test", "--env", "A=1=2"],
  );
  assert.deepEqual([installed.code, installed.stderr], [0, ""]);
  const spec = join(folder.path, "share/jupyter/kernels/test/kernel.json");
  const { argv, env } = JSON.parse(await Deno.readTextFile(spec));
  assert.deepEqual(argv.slice(0, 4), [Deno.execPath(), "run", "--quiet", "-A"]);
  assert.deepEqual(env, { A: "1=2" });
  const removed = await run("kernel", "uninstall", "--prefix", folder.path, "--name", "test");
  assert.equal(removed.code, 0);
  const again = await run("kernel", "uninstall", "--prefix", folder.path, "--name", "test");
  assert.deepEqual([again.code, again.stdout], [1, ""]);
  assert.match(again.stderr, /no kernel is there/);
});

Deno.test("llmspell run takes .js and .ts for JavaScript, with modules beside the script", async () => {
  await using folder = new Folder();
  folder.write("twice.js", "export const twice = (n) => 2 * n;");
  const path = folder.write(
    "main.ts",
    `import { twice } from "./twice.js";
const n: number = twice(21);
await new Promise<void>((done) => setTimeout(done, 1));
console.log(n, ARGS);
exit(4);`,
  );
  const { code, stdout, stderr } = await run("run", path, "--", "a");
  assert.deepEqual([code, stdout, stderr], [4, "42 [ 'a' ]\n", ""]);
});

Deno.test("llmspell run takes .py for Python, with arguments and its exit code", async () => {
  await using folder = new Folder();
  const path = folder.write(
    "main.py",
    "import sys\nprint(sum([20, 22]), sys.argv[1:])\nsys.exit(5)\n",
  );
  const { code, stdout, stderr } = await run("run", path, "--", "a");
  assert.deepEqual([code, stdout, stderr], [5, "42 ['a']\n", ""]);
});
